using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The couplings of a model as sweeps read them, and tables of their sums where these pay.</summary>
internal sealed class GibbsWeights : IDisposable
{
    private const int MaxTableFloats = 1 << 24; // 64 MiB, to bound the memory of a call

    private readonly IsingModel _model;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer? _tables;

    /// <param name="model">The model.</param>
    /// <param name="kernel">Who will sweep.</param>
    /// <param name="blockSweeps">Sweeps times blocks: building the tables pays from the second on.</param>
    public GibbsWeights(IsingModel model, GibbsKernel kernel, long blockSweeps)
    {
        _model = model;
        SweepPlan plan = model.Graph.SweepPlan;
        _weights = new(checked(sizeof(float) * plan.WeightCount));
        plan.GatherWeights(model.Couplings.AsSpan(), Weights);
        if (kernel.HasTables && plan.Grouped is not null && blockSweeps > 1 && plan.WeightCount <= MaxTableFloats / 4)
        {
            _tables = new(sizeof(float) * TableFloats);
            kernel.BuildTables(Weights, Tables);
        }
    }

    private int TableFloats => 4 * _model.Graph.SweepPlan.WeightCount;

    private Span<float> Weights => MemoryMarshal.Cast<byte, float>(_weights.Bytes)[.._model.Graph.SweepPlan.WeightCount];

    private Span<float> Tables => _tables is null ? [] : MemoryMarshal.Cast<byte, float>(_tables.Bytes)[..TableFloats];

    /// <summary>What a sweep reads.</summary>
    public GibbsTask Task => new(_model.Graph.SweepPlan, _model.Fields.AsSpan(), Weights, Tables);

    public void Dispose()
    {
        _weights.Dispose();
        _tables?.Dispose();
    }
}
