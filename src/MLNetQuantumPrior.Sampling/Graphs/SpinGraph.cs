using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Which spins are coupled: an immutable undirected graph without loops, its edges sorted by (I, J).</summary>
public sealed partial class SpinGraph
{
    private readonly Lazy<GraphColoring> _coloring;
    private readonly Lazy<SparseRows> _rows;
    private readonly Lazy<SweepPlan> _sweepPlan;
    private readonly Lazy<UpperRows> _upperRows;
    private readonly Lazy<DenseRows?> _denseRows;

    private SpinGraph(
        string name,
        int spinCount,
        ImmutableArray<SpinEdge> edges,
        Func<GraphColoring>? coloring = null,
        ImmutableArray<int> labels = default)
    {
        (Name, SpinCount, Edges) = (name, spinCount, edges);
        Labels = labels.IsDefault ? [.. Enumerable.Range(0, spinCount)] : labels;
        ColoringIsKnown = coloring is not null;
        _coloring = new(coloring ?? (() => GraphColoring.Greedy(this)));
        _rows = new(() => new(this));
        _sweepPlan = new(() => new(this));
        _upperRows = new(() => new(this));
        _denseRows = new(() => DenseRows.TryOf(this));
    }

    /// <summary>What it is, such as "complete(128)" or "zephyr(3,4)".</summary>
    public string Name { get; }

    /// <summary>Number of spins, numbered from 0.</summary>
    public int SpinCount { get; }

    /// <summary>The coupled pairs, sorted, each once.</summary>
    public ImmutableArray<SpinEdge> Edges { get; }

    /// <summary>
    /// What each spin is called outside: D-Wave's integer for hardware graphs, else its number in the graph that this one was cut from. At
    /// least 0 and ascending, so that <c>Labels.BinarySearch(label)</c> is the spin.
    /// </summary>
    public ImmutableArray<int> Labels { get; }

    /// <summary>Classes of spins of which no two are coupled, found once and kept.</summary>
    public GraphColoring Coloring => _coloring.Value;

    /// <summary>Whether <see cref="Coloring"/> comes with the graph, rather than from its edges alone.</summary>
    internal bool ColoringIsKnown { get; }

    internal SparseRows Rows => _rows.Value;

    internal SweepPlan SweepPlan => _sweepPlan.Value;

    internal UpperRows UpperRows => _upperRows.Value;

    /// <summary>Null where the graph is not dense.</summary>
    internal DenseRows? DenseRows => _denseRows.Value;

    /// <summary>Every pair of <paramref name="spins"/> is coupled: n (n - 1) / 2 edges.</summary>
    public static SpinGraph Complete(int spins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spins, 65_536); // 2^31 edges
        var edges = ImmutableArray.CreateBuilder<SpinEdge>((int)((long)spins * (spins - 1) / 2));
        for (int i = 0; i < spins; i++)
        {
            for (int j = i + 1; j < spins; j++)
            {
                edges.Add(new(i, j));
            }
        }

        return new($"complete({spins})", spins, edges.MoveToImmutable());
    }

    /// <summary>No two spins are coupled.</summary>
    /// <param name="spins">Number of spins, at least 1.</param>
    public static SpinGraph Independent(int spins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        return new($"independent({spins})", spins, []);
    }

    /// <summary>Spins 0 .. left-1 are each coupled to all of left .. left+right-1: the graph of a restricted Boltzmann machine.</summary>
    public static SpinGraph Bipartite(int left, int right)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, int.MaxValue / left);
        var edges = ImmutableArray.CreateBuilder<SpinEdge>(left * right);
        for (int i = 0; i < left; i++)
        {
            for (int j = left; j < left + right; j++)
            {
                edges.Add(new(i, j));
            }
        }

        return new($"bipartite({left},{right})", left + right, edges.MoveToImmutable());
    }

    /// <summary>
    /// Spins in groups, each coupled to all spins of the other groups: a restricted Boltzmann machine with more than two sides.
    /// </summary>
    /// <param name="sizes">Spins of each group, at least 1; numbered group after group. At least one group.</param>
    public static SpinGraph KPartite(params ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty)
        {
            throw new ArgumentException("Groups: expected at least 1, got 0.", nameof(sizes));
        }

        long spins = 0;
        long pairs = 0;
        foreach (int size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
            pairs += spins * size;
            spins += size;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(pairs, Array.MaxLength, nameof(sizes));
        }

        int[] group = new int[checked((int)spins)];
        var edges = ImmutableArray.CreateBuilder<SpinEdge>((int)pairs);
        for (int g = 0, start = 0; g < sizes.Length; start += sizes[g], g++)
        {
            int end = start + sizes[g];
            for (int i = start; i < end; i++)
            {
                group[i] = g;
                for (int j = end; j < group.Length; j++)
                {
                    edges.Add(new(i, j));
                }
            }
        }

        int groups = sizes.Length;
        string name = $"kpartite({string.Join(',', sizes.ToArray())})";
        return new(name, group.Length, edges.MoveToImmutable(), () => GraphColoring.Of(group, groups));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static ImmutableArray<SpinEdge> Sorted(IEnumerable<SpinEdge> edges)
    {
        SpinEdge[] sorted = [.. edges];
        Array.Sort(sorted);
        return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
    }
}
