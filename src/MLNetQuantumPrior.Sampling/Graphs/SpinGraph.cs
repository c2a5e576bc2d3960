using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Which spins are coupled: an immutable undirected graph without loops, its edges sorted by (I, J).</summary>
public sealed partial class SpinGraph
{
    private readonly Lazy<GraphColoring> _coloring;
    private readonly Lazy<SweepPlan> _sweepPlan;
    private readonly Lazy<UpperRows> _upperRows;

    private SpinGraph(string name, int spinCount, ImmutableArray<SpinEdge> edges, Func<GraphColoring>? coloring = null)
    {
        (Name, SpinCount, Edges) = (name, spinCount, edges);
        _coloring = new(coloring ?? (() => GraphColoring.Greedy(this)));
        _sweepPlan = new(() => new(this));
        _upperRows = new(() => new(this));
    }

    /// <summary>What it is, such as "complete(128)" or "zephyr(3,4)".</summary>
    public string Name { get; }

    /// <summary>Number of spins, numbered from 0.</summary>
    public int SpinCount { get; }

    /// <summary>The coupled pairs, sorted, each once.</summary>
    public ImmutableArray<SpinEdge> Edges { get; }

    /// <summary>Classes of spins of which no two are coupled, found once and kept.</summary>
    public GraphColoring Coloring => _coloring.Value;

    internal SweepPlan SweepPlan => _sweepPlan.Value;

    internal UpperRows UpperRows => _upperRows.Value;

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

    /// <summary>A graph of your own. The order of a pair and of the pairs does not matter.</summary>
    /// <param name="spins">Number of spins, at least 1; spins without an edge are allowed.</param>
    /// <param name="edges">Coupled pairs, numbered from 0.</param>
    /// <exception cref="ArgumentException">A pair is out of range, couples a spin with itself, or comes twice.</exception>
    public static SpinGraph FromEdges(int spins, IEnumerable<SpinEdge> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        ImmutableArray<SpinEdge> sorted = Sorted(edges.Select(e => e.I < e.J ? e : new SpinEdge(e.J, e.I)));
        for (int k = 0; k < sorted.Length; k++)
        {
            (int i, int j) = (sorted[k].I, sorted[k].J);
            string? wrong = i < 0 || j >= spins ? $"spins between 0 and {spins - 1}"
                : i == j ? "two different spins"
                : k > 0 && sorted[k - 1] == sorted[k] ? "each pair once"
                : null;
            if (wrong is not null)
            {
                throw new ArgumentException($"Edge ({i}, {j}): expected {wrong}.", nameof(edges));
            }
        }

        return new($"edges({spins},{sorted.Length})", spins, sorted);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static ImmutableArray<SpinEdge> Sorted(IEnumerable<SpinEdge> edges)
    {
        SpinEdge[] sorted = [.. edges];
        Array.Sort(sorted, (a, b) => a.I != b.I ? a.I.CompareTo(b.I) : a.J.CompareTo(b.J));
        return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
    }
}
