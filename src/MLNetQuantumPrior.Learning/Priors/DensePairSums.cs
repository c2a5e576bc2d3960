using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>By matrix products, with the couplings as a full symmetric matrix.</summary>
internal sealed class DensePairSums(SpinGraph graph, int threads) : PairSums(graph)
{
    private readonly ImmutableArray<EdgeRun> _runs = EdgeRun.Of(graph);
    private readonly float[] _couplings = new float[graph.SpinCount * graph.SpinCount]; // 0 wherever there is no edge
    private readonly float[] _upper = new float[graph.SpinCount * graph.SpinCount]; // the same, and 0 below the diagonal
    private readonly float[] _products = new float[graph.SpinCount * graph.SpinCount];
    private float[] _fields = [];

    public override void Fields(ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> fields)
    {
        int n = SpinCount;
        Spread(couplings, _couplings);
        MirrorUpperHalf();
        Sgemm.Multiply(new(values, values.Length / n, n), new(_couplings, n, n), fields, threads: threads);
    }

    public override unsafe void Energies(
        ReadOnlySpan<float> h, ReadOnlySpan<float> couplings, ReadOnlySpan<float> values, Span<float> energies)
    {
        int n = SpinCount, rows = values.Length / n;
        if (_fields.Length < values.Length)
        {
            _fields = new float[values.Length];
        }

        Spread(couplings, _upper);
        Sgemm.MultiplyByUpper(new(values, rows, n), new(_upper, n, n), _fields.AsSpan(0, values.Length), threads);
        fixed (float* bias = h, v = values, field = _fields, e = energies)
        {
            LaneJob<PriorEnergies>.Run(new(n, bias, v, field, e, ends: 1), rows, rows, threads: 1);
        }
    }

    public override void Correlations(ReadOnlySpan<float> values, Span<float> correlations)
    {
        int n = SpinCount, rows = values.Length / n;
        var matrix = new Matrix(values, rows, n);
        Sgemm.MultiplyUpper(matrix.Transpose(), matrix, _products, 1f / rows, threads);
        foreach (EdgeRun run in _runs)
        {
            _products.AsSpan((run.I * n) + run.J, run.Length).CopyTo(correlations[run.First..]);
        }
    }

    private void Spread(ReadOnlySpan<float> couplings, Span<float> matrix)
    {
        foreach (EdgeRun run in _runs)
        {
            couplings.Slice(run.First, run.Length).CopyTo(matrix[((run.I * SpinCount) + run.J)..]);
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
