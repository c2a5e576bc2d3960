namespace MLNetQuantumPrior.Sampling;

/// <summary>What a sweep reads, the same for all chains.</summary>
internal readonly ref struct GibbsTask(
    SweepPlan plan, ReadOnlySpan<float> fields, ReadOnlySpan<float> weights, float scale)
{
    /// <summary>Visits and neighbours.</summary>
    public readonly SweepPlan Plan = plan;

    /// <summary>h, one a spin.</summary>
    public readonly ReadOnlySpan<float> Fields = fields;

    /// <summary>J, one a neighbour, in the order of <see cref="SweepPlan.Neighbour"/>.</summary>
    public readonly ReadOnlySpan<float> Weights = weights;

    /// <summary>Factor from a local field to the exponent of 2, see <see cref="GibbsDraw.Scale"/>.</summary>
    public readonly float Scale = scale;
}
