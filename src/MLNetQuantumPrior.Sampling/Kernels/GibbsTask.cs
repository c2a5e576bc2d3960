namespace MLNetQuantumPrior.Sampling;

/// <summary>What a sweep reads, the same for all chains.</summary>
internal readonly ref struct GibbsTask(
    SweepPlan plan, ReadOnlySpan<float> fields, ReadOnlySpan<float> weights, ReadOnlySpan<float> tables)
{
    /// <summary>Visits and what they read.</summary>
    public readonly SweepPlan Plan = plan;

    /// <summary>h, one a spin.</summary>
    public readonly ReadOnlySpan<float> Fields = fields;

    /// <summary>J, as <see cref="SweepPlan.GatherWeights"/> orders them.</summary>
    public readonly ReadOnlySpan<float> Weights = weights;

    /// <summary>The 16 possible sums of each group of <see cref="GroupedRows"/>, or empty where groups are summed each time.</summary>
    public readonly ReadOnlySpan<float> Tables = tables;
}
