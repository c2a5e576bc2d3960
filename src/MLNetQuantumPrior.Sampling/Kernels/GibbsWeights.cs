namespace MLNetQuantumPrior.Sampling;

/// <summary>The couplings of a model as sweeps read them, and tables of their sums where these pay.</summary>
internal sealed class GibbsWeights : IDisposable
{
    private const int MaxTableFloats = 1 << 24; // 64 MiB, to bound the memory of a call

    private const int LeastSweepsOfFlips = 4;

    private IsingModel _model;
    private readonly GibbsKernel _kernel;
    private readonly SpinUpdate _update;
    private readonly bool _tracksEnergy;
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer? _tables;
    private readonly bool _mayFlip;
    private SignRows? _signs;
    private Lazy<DenseCouplings>? _dense;

    /// <param name="model">The model.</param>
    /// <param name="kernel">Who will sweep.</param>
    /// <param name="registerSweeps">Sweeps times registers of chains: building the tables pays from the second on.</param>
    /// <param name="update">How a visit changes a spin.</param>
    /// <param name="tracksEnergy">Whether sweeps add up the changes of energy.</param>
    /// <param name="sweeps">
    /// Sweeps of each chain while the model stays the same. Finding all local fields of a chain takes about as long as a sweep that finds
    /// them one by one, so <see cref="FlipKernel"/> needs several to gain. 0: it is not to be used.
    /// </param>
    public GibbsWeights(
        IsingModel model,
        GibbsKernel kernel,
        long registerSweeps,
        SpinUpdate update = SpinUpdate.Gibbs,
        bool tracksEnergy = false,
        int sweeps = 0)
    {
        _mayFlip = sweeps >= LeastSweepsOfFlips && !tracksEnergy && kernel.Flips is not null && model.Graph.DenseRows is not null;
        (_model, _kernel, _update, _tracksEnergy) = (model, kernel, update, tracksEnergy);
        _weights = AlignedBuffer.Rent(checked(Plan.GroupEdge.Length + Plan.SingleEdge.Length));
        if (kernel.HasTables && registerSweeps > 1 && Plan.GroupEdge.Length is > 0 and <= MaxTableFloats / 4)
        {
            _tables = AlignedBuffer.Rent(4 * Plan.GroupEdge.Length); // 16 for each 4 weights
        }

        Take(model);
    }

    /// <summary>What a sweep reads.</summary>
    public GibbsTask Task => new(Plan, _model.Fields.AsSpan(), GroupWeights, SingleWeights, Tables, _update, _tracksEnergy, _signs, _dense);

    private SweepPlan Plan => _model.Graph.SweepPlan;

    private Span<float> GroupWeights => _weights.Span[..Plan.GroupEdge.Length];

    private Span<float> SingleWeights => _weights.Span[Plan.GroupEdge.Length..];

    private Span<float> Tables => _tables is null ? [] : _tables.Span;

    /// <summary>Takes the numbers of a model of the same graph.</summary>
    public void Take(IsingModel model)
    {
        _model = model;
        _signs = _kernel.HasSigns && _update == SpinUpdate.Gibbs && !_tracksEnergy ? SignRows.TryOf(model) : null;
        _dense = _mayFlip ? new(() => model.DenseCouplings) : null;
        if (_mayFlip && _kernel.Lanes == 1)
        {
            return; // all sweeps are by flips
        }

        Plan.GatherWeights(model.Couplings.AsSpan(), GroupWeights, SingleWeights);
        if (_tables is not null)
        {
            _kernel.BuildTables(GroupWeights, Tables);
        }
    }

    /// <summary>Replaces the couplings of some slots by one number.</summary>
    /// <param name="slots">What <see cref="SweepPlan.SlotsOf"/> found.</param>
    /// <param name="coupling">The number.</param>
    public void Replace(ReadOnlySpan<int> slots, float coupling)
    {
        (_signs, _dense) = (null, null);
        Span<float> weights = GroupWeights;
        Span<float> singles = SingleWeights;
        Span<float> tables = Tables;
        foreach (int slot in slots)
        {
            (slot < weights.Length ? ref weights[slot] : ref singles[slot - weights.Length]) = coupling;
        }

        for (int k = 0; k < slots.Length && slots[k] < weights.Length && !tables.IsEmpty; k++)
        {
            int group = slots[k] / SpinGroups.Size;
            _kernel.BuildTables(weights.Slice(SpinGroups.Size * group, SpinGroups.Size), tables.Slice(16 * group, 16));
        }
    }

    public void Dispose()
    {
        _weights.Dispose();
        _tables?.Dispose();
    }
}
