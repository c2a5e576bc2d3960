namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// In which order to sum out the spins of a graph, so that the tables on the way stay small. Eliminating a spin couples all its neighbours.
/// </summary>
internal sealed class EliminationOrder
{
    private readonly EliminationRule _rule;
    private readonly HashSet<int>[] _neighbours;
    private readonly PriorityQueue<int, (int Fill, int Degree, int Spin)> _queue = new();
    private readonly (int Fill, int Degree)[] _priority;
    private readonly int _largestDegree;

    /// <summary>Finds the order, or gives up where the tables together would hold more numbers than allowed.</summary>
    public EliminationOrder(SpinGraph graph, long maxTableEntries, EliminationRule rule = EliminationRule.MinFill)
    {
        _rule = rule;
        int n = graph.SpinCount;
        _largestDegree = (int)long.Log2(maxTableEntries) - 1; // its table has 2^(degree + 1) entries
        _neighbours = new HashSet<int>[n];
        _priority = new (int, int)[n];
        Array.Fill(_priority, (-1, -1));
        for (int i = 0; i < n; i++)
        {
            _neighbours[i] = [];
        }

        foreach ((int i, int j) in graph.Edges)
        {
            _neighbours[i].Add(j);
            _neighbours[j].Add(i);
        }

        for (int i = 0; i < n; i++)
        {
            Queue(i);
        }

        var order = new List<int>(n);
        var separators = new List<int[]>(n);
        long entries = 0;
        while (order.Count < n)
        {
            int spin = Next();
            Width = Math.Max(Width, _neighbours[spin].Count);
            entries += Width > _largestDegree ? maxTableEntries + 1 : 2L << _neighbours[spin].Count;
            if (entries > maxTableEntries)
            {
                return;
            }

            order.Add(spin);
            separators.Add(Eliminate(spin));
        }

        (Spins, Separators, IsComplete) = ([.. order], [.. separators], true);
    }

    /// <summary>The first order within the limit that a rule finds; that of the first rule where none does.</summary>
    public static EliminationOrder Best(SpinGraph graph, long maxTableEntries)
    {
        var first = new EliminationOrder(graph, maxTableEntries);
        return first.IsComplete ? first
            : new EliminationOrder(graph, maxTableEntries, EliminationRule.MinDegree) is { IsComplete: true } byDegree ? byDegree
            : new EliminationOrder(graph, maxTableEntries, EliminationRule.Index) is { IsComplete: true } byIndex ? byIndex
            : first;
    }

    /// <summary>Whether all spins could be eliminated within the limit.</summary>
    public bool IsComplete { get; }

    /// <summary>The most neighbours of a spin when it was its turn: an upper bound of the treewidth where the order is complete.</summary>
    public int Width { get; }

    /// <summary>The spin eliminated at each step; empty where the order is not complete.</summary>
    public int[] Spins { get; } = [];

    /// <summary>The neighbours of the eliminated spin at each step.</summary>
    public int[][] Separators { get; } = [];

    private int Next()
    {
        while (true)
        {
            _queue.TryDequeue(out int spin, out (int Fill, int Degree, int Spin) queued);
            if (_priority[spin] == (queued.Fill, queued.Degree)) // else it has changed since
            {
                _priority[spin] = (-1, -1);
                return spin;
            }
        }
    }

    private int[] Eliminate(int spin)
    {
        int[] separator = [.. _neighbours[spin]];
        foreach (int other in separator)
        {
            _neighbours[other].Remove(spin);
        }

        var changed = new HashSet<int>(separator);
        for (int a = 0; a < separator.Length; a++)
        {
            HashSet<int> first = _neighbours[separator[a]];
            for (int b = a + 1; b < separator.Length; b++)
            {
                HashSet<int> second = _neighbours[separator[b]];
                if (first.Add(separator[b]))
                {
                    second.Add(separator[a]);
                    changed.UnionWith(first.Where(second.Contains)); // their common neighbours lack one coupling less
                }
            }
        }

        foreach (int other in changed)
        {
            Queue(other);
        }

        return separator;
    }

    private void Queue(int spin)
    {
        (int Fill, int Degree) priority = _rule switch
        {
            EliminationRule.MinFill => (Fill([.. _neighbours[spin]]), _neighbours[spin].Count),
            EliminationRule.MinDegree => (0, _neighbours[spin].Count),
            _ => (0, 0),
        };
        if (_priority[spin] != priority)
        {
            _priority[spin] = priority;
            _queue.Enqueue(spin, (priority.Fill, priority.Degree, spin));
        }
    }

    /// <summary>Number of pairs that are not coupled; not counted where the table would be too large whatever it is.</summary>
    private int Fill(int[] spins)
    {
        if (spins.Length > _largestDegree)
        {
            return int.MaxValue;
        }

        int fill = 0;
        for (int a = 0; a < spins.Length; a++)
        {
            for (int b = a + 1; b < spins.Length; b++)
            {
                fill += _neighbours[spins[a]].Contains(spins[b]) ? 0 : 1;
            }
        }

        return fill;
    }
}

/// <summary>Which spin is eliminated next.</summary>
internal enum EliminationRule
{
    /// <summary>The one whose neighbours lack the fewest couplings among themselves, ties by degree, then by index.</summary>
    MinFill,

    /// <summary>The one with the fewest neighbours, ties by index.</summary>
    MinDegree,

    /// <summary>The one of the smallest index: row by row, as lattices are numbered.</summary>
    Index,
}
