using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>By matrix products, with the couplings as a full symmetric matrix.</summary>
internal sealed class DensePairSums(SpinGraph graph, int threads) : PairSums(graph)
{
    private readonly SpinEdge[] _edges = [.. graph.Edges];
    private readonly float[] _matrix = new float[graph.SpinCount * graph.SpinCount];

    public override void Fields(ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> fields)
    {
        int n = SpinCount;
        Array.Clear(_matrix);
        for (int k = 0; k < _edges.Length; k++)
        {
            (int i, int j) = _edges[k];
            _matrix[(i * n) + j] = couplings[k];
            _matrix[(j * n) + i] = couplings[k];
        }

        Sgemm.Multiply(new(values, values.Length / n, n), new(_matrix, n, n), fields, threads: threads);
    }

    public override void Correlations(ReadOnlySpan<float> values, Span<float> correlations)
    {
        int n = SpinCount, rows = values.Length / n;
        var matrix = new Matrix(values, rows, n);
        Sgemm.Multiply(matrix.Transpose(), matrix, _matrix, 1f / rows, threads);
        for (int k = 0; k < _edges.Length; k++)
        {
            correlations[k] = _matrix[(_edges[k].I * n) + _edges[k].J];
        }
    }
}
