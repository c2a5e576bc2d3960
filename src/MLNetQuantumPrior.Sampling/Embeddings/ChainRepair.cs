namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Makes chains meet that should: lengthens them by free spins where a coupler is missing, and drops as few chains as it can where that
/// does not help.
/// </summary>
internal sealed class ChainRepair
{
    private const int Free = -1;
    private const int LongestDetour = 3;

    private readonly SpinGraph _graph;
    private readonly List<int>[] _chains;
    private readonly Func<int, int, bool> _isNeeded;
    private readonly int[] _owner;
    private readonly bool[,] _meet;
    private readonly bool[] _isDropped;
    private readonly List<(int A, int B)> _missing = [];

    /// <param name="graph">What the chains lie on.</param>
    /// <param name="chains">Spins of each chain, connected; no spin in two. Is changed.</param>
    /// <param name="isNeeded">Whether two chains should be coupled; symmetric.</param>
    public ChainRepair(SpinGraph graph, List<int>[] chains, Func<int, int, bool> isNeeded)
    {
        (_graph, _chains, _isNeeded) = (graph, chains, isNeeded);
        _owner = new int[graph.SpinCount];
        _meet = new bool[chains.Length, chains.Length];
        _isDropped = new bool[chains.Length];
        Array.Fill(_owner, Free);
        for (int c = 0; c < chains.Length; c++)
        {
            foreach (int spin in chains[c])
            {
                _owner[spin] = c;
            }
        }

        foreach ((int i, int j) in graph.Edges)
        {
            if (_owner[i] != Free && _owner[j] != Free)
            {
                _meet[_owner[i], _owner[j]] = _meet[_owner[j], _owner[i]] = true;
            }
        }

        for (int a = 0; a < chains.Length; a++)
        {
            for (int b = a + 1; b < chains.Length; b++)
            {
                if (!_meet[a, b] && isNeeded(a, b))
                {
                    _missing.Add((a, b));
                }
            }
        }
    }

    /// <summary>Repairs, and drops what stays apart.</summary>
    /// <returns>The chains that are left.</returns>
    public ImmutableArray<int> Run(CancellationToken cancel)
    {
        Mend(cancel);
        while (_missing.Count > 0)
        {
            Drop(MostMissing());
            Mend(cancel);
        }

        return [.. Enumerable.Range(0, _chains.Length).Where(c => !_isDropped[c])];
    }

    private void Mend(CancellationToken cancel)
    {
        do
        {
            while (BestSpin() is ( >= 0 and var spin, var chain))
            {
                cancel.ThrowIfCancellationRequested();
                Add(spin, chain);
            }
        }
        while (_missing.Exists(pair => Detour(pair.A, pair.B)));
    }

    /// <summary>The free spin that makes a chain meet most of those that it misses; the shortest chain where several do.</summary>
    private (int Spin, int Chain) BestSpin()
    {
        (int spin, int chain, int gain) best = (-1, -1, 0);
        foreach ((int a, int b) in _missing)
        {
            Try(a, b);
            Try(b, a);
        }

        return (best.spin, best.chain);

        void Try(int chain, int other)
        {
            foreach (int spin in _chains[chain])
            {
                foreach (int next in _graph.Rows.NeighboursOf(spin))
                {
                    if (_owner[next] != Free || !Touches(next, other))
                    {
                        continue;
                    }

                    int gain = Gain(next, chain);
                    bool isShorter = gain == best.gain && best.chain >= 0 && _chains[chain].Count < _chains[best.chain].Count;
                    if (gain > best.gain || isShorter)
                    {
                        best = (next, chain, gain);
                    }
                }
            }
        }
    }

    private int Gain(int spin, int chain)
    {
        int gain = 0;
        Span<int> seen = stackalloc int[64];
        foreach (int neighbour in _graph.Rows.NeighboursOf(spin))
        {
            int other = _owner[neighbour];
            bool counts = other != Free && other != chain && !_meet[chain, other] && _isNeeded(chain, other);
            if (counts && gain < seen.Length && !seen[..gain].Contains(other))
            {
                seen[gain++] = other;
            }
        }

        return gain;
    }

    /// <summary>A path of free spins between two chains, if there is a short one, for the shorter of them.</summary>
    private bool Detour(int a, int b)
    {
        var before = new Dictionary<int, int>();
        List<int> reached = [.. _chains[a]];
        for (int length = 1; length <= LongestDetour; length++)
        {
            List<int> next = [];
            foreach (int spin in reached)
            {
                foreach (int neighbour in _graph.Rows.NeighboursOf(spin))
                {
                    if (_owner[neighbour] != Free || !before.TryAdd(neighbour, spin))
                    {
                        continue;
                    }

                    next.Add(neighbour);
                    if (Touches(neighbour, b))
                    {
                        int shorter = _chains[b].Count < _chains[a].Count ? b : a;
                        List<int> path = [];
                        for (int at = neighbour; before.TryGetValue(at, out int previous); at = previous)
                        {
                            path.Add(at);
                        }

                        path.ForEach(at => Add(at, shorter));
                        return true;
                    }
                }
            }

            reached = next;
        }

        return false;
    }

    private bool Touches(int spin, int chain)
    {
        foreach (int neighbour in _graph.Rows.NeighboursOf(spin))
        {
            if (_owner[neighbour] == chain)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(int spin, int chain)
    {
        _owner[spin] = chain;
        _chains[chain].Add(spin);
        foreach (int neighbour in _graph.Rows.NeighboursOf(spin))
        {
            if (_owner[neighbour] != Free)
            {
                _meet[chain, _owner[neighbour]] = _meet[_owner[neighbour], chain] = true;
            }
        }

        _missing.RemoveAll(pair => _meet[pair.A, pair.B]);
    }

    private int MostMissing()
    {
        int[] count = new int[_chains.Length];
        foreach ((int a, int b) in _missing)
        {
            count[a]++;
            count[b]++;
        }

        return Enumerable.Range(0, _chains.Length).MaxBy(c => (count[c], _chains[c].Count));
    }

    private void Drop(int chain)
    {
        _isDropped[chain] = true;
        foreach (int spin in _chains[chain])
        {
            _owner[spin] = Free;
        }

        _missing.RemoveAll(pair => pair.A == chain || pair.B == chain);
    }
}
