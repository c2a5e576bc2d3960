using System.Collections.Immutable;
using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>By matrix products, with the couplings as a full symmetric matrix.</summary>
internal sealed class DensePairSums(SpinGraph graph, int threads) : PairSums(graph)
{
    private readonly ImmutableArray<EdgeRun> _runs = EdgeRun.Of(graph);
    private readonly float[] _couplings = new float[graph.SpinCount * graph.SpinCount]; // 0 wherever there is no edge
    private readonly float[] _products = new float[graph.SpinCount * graph.SpinCount];

    public override void Fields(ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> fields)
    {
        int n = SpinCount;
        foreach (EdgeRun run in _runs)
        {
            couplings.Slice(run.First, run.Length).CopyTo(_couplings.AsSpan((run.I * n) + run.J));
        }

        MirrorUpperHalf();
        Sgemm.Multiply(new(values, values.Length / n, n), new(_couplings, n, n), fields, threads: threads);
    }

    public override void Correlations(ReadOnlySpan<float> values, Span<float> correlations)
    {
        int n = SpinCount, rows = values.Length / n;
        var matrix = new Matrix(values, rows, n);
        Sgemm.Multiply(matrix.Transpose(), matrix, _products, 1f / rows, threads);
        foreach (EdgeRun run in _runs)
        {
            _products.AsSpan((run.I * n) + run.J, run.Length).CopyTo(correlations[run.First..]);
        }
    }

    private void MirrorUpperHalf()
    {
        const int Tile = 16; // a cache line of each of its rows
        int n = SpinCount;
        for (int top = 0; top < n; top += Tile)
        {
            for (int left = top; left < n; left += Tile)
            {
                for (int i = top; i < Math.Min(top + Tile, n); i++)
                {
                    for (int j = Math.Max(left, i + 1); j < Math.Min(left + Tile, n); j++)
                    {
                        _couplings[(j * n) + i] = _couplings[(i * n) + j];
                    }
                }
            }
        }
    }
}
