using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Sums over the edges of a graph for many rows at once: matrix products on dense graphs, edge by edge on sparse ones.</summary>
internal abstract class PairSums(SpinGraph graph)
{
    public int SpinCount => graph.SpinCount;

    public int EdgeCount => graph.Edges.Length;

    /// <summary>
    /// Edge by edge, an edge costs three streaming passes over its rows; the matrix product does the work of all n^2 pairs at some 15 times
    /// the rate. The break-even lies near 1 pair in 12.
    /// </summary>
    public static PairSums For(SpinGraph graph, int threads) =>
        12L * graph.Edges.Length >= (long)graph.SpinCount * graph.SpinCount / 2
            ? new DensePairSums(graph, threads)
            : new SparsePairSums(graph);

    /// <summary>fields_i = sum_j J_ij values_j for each row. <c>[rows, spins] -> [rows, spins]</c></summary>
    public abstract void Fields(ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> fields);

    /// <summary>E = sum_i h_i values_i + sum_(ij) J_ij values_i values_j of each row. <c>[rows, spins] -> [rows]</c></summary>
    public abstract void Energies(ReadOnlySpan<float> h, ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> energies);

    /// <summary>Mean over rows of values_i values_j, one an edge. <c>[rows, spins] -> [edges]</c></summary>
    public abstract void Correlations(ReadOnlySpan<float> values, Span<float> correlations);
}
