using System.Collections.Immutable;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// In which order a sweep visits the spins of a graph, colour class after colour class, and what each visit reads. Depends on the graph
/// alone, is found once and kept with it.
/// </summary>
internal sealed class SweepPlan
{
    public SweepPlan(SpinGraph graph)
    {
        Order = [.. graph.Coloring.Classes.SelectMany(c => c)];
        Sparse = new(graph, Order);
        var grouped = new GroupedRows(Sparse);

        // Three of four slots used, and the saved indices and shared sums outweigh the empty slots.
        Grouped = Sparse.Neighbour.Length > 0 && Sparse.Neighbour.Length >= 0.75 * grouped.Edge.Length ? grouped : null;
    }

    /// <summary>The spin of each visit.</summary>
    public int[] Order { get; }

    public SparseRows Sparse { get; }

    /// <summary>The rows to use instead where neighbours are dense, as in complete and bipartite graphs; else null.</summary>
    public GroupedRows? Grouped { get; }

    /// <summary>Number of weights that a sweep reads.</summary>
    public int WeightCount => (Grouped?.Edge ?? Sparse.Edge).Length;

    /// <summary>The slots that hold the couplings of some edges.</summary>
    /// <param name="isWanted">Whether an edge is one of them.</param>
    public ImmutableArray<int> SlotsOf(ReadOnlySpan<bool> isWanted)
    {
        var slots = ImmutableArray.CreateBuilder<int>();
        int[] edges = Grouped?.Edge ?? Sparse.Edge;
        for (int at = 0; at < edges.Length; at++)
        {
            if (edges[at] >= 0 && isWanted[edges[at]])
            {
                slots.Add(at);
            }
        }

        return slots.ToImmutable();
    }

    /// <summary>Writes the coupling of each slot that a sweep reads, in its order.</summary>
    public void GatherWeights(ReadOnlySpan<float> couplings, Span<float> weights)
    {
        ReadOnlySpan<int> edges = Grouped?.Edge ?? Sparse.Edge;
        for (int at = 0; at < edges.Length; at++)
        {
            int edge = edges[at];
            weights[at] = edge >= 0 ? couplings[edge] : 0;
        }
    }
}
