namespace MLNetQuantumPrior.Sampling;

/// <summary>What a sweep reads, the same for all chains.</summary>
internal readonly ref struct GibbsTask(
    SweepPlan plan,
    ReadOnlySpan<float> fields,
    ReadOnlySpan<float> groupWeights,
    ReadOnlySpan<float> singleWeights,
    ReadOnlySpan<float> tables,
    SpinUpdate update,
    bool tracksEnergy,
    SignRows? signs,
    Lazy<DenseCouplings>? dense)
{
    /// <summary>Visits and what they read.</summary>
    public readonly SweepPlan Plan = plan;

    /// <summary>h, one a spin.</summary>
    public readonly ReadOnlySpan<float> Fields = fields;

    /// <summary>J of each slot of a group, as <see cref="SweepPlan.GroupEdge"/> orders them.</summary>
    public readonly ReadOnlySpan<float> GroupWeights = groupWeights;

    /// <summary>J of each single neighbour, as <see cref="SweepPlan.SingleEdge"/> orders them.</summary>
    public readonly ReadOnlySpan<float> SingleWeights = singleWeights;

    /// <summary>The 16 possible sums of each four of <see cref="GroupWeights"/>, or empty where these are summed each time.</summary>
    public readonly ReadOnlySpan<float> Tables = tables;

    /// <summary>How a visit changes a spin.</summary>
    public readonly SpinUpdate Update = update;

    /// <summary>Whether a sweep adds up the changes of energy, for about a tenth of its time.</summary>
    public readonly bool TracksEnergy = tracksEnergy;

    /// <summary>The couplings as signs, where they are that and <see cref="SignKernel"/> can sweep them; else null.</summary>
    public readonly SignRows? Signs = signs;

    /// <summary>The couplings in rows, where <see cref="FlipKernel"/> can sweep them; else null.</summary>
    public readonly Lazy<DenseCouplings>? Dense = dense;
}
