namespace MLNetQuantumPrior.Learning;

/// <summary>What a negative phase knows of the machine besides its averages.</summary>
/// <param name="Energy">Mean energy.</param>
/// <param name="LogPartition">log Z; null where it is not known.</param>
internal readonly record struct NegativePhaseFigures(double Energy, double? LogPartition)
{
    /// <summary>
    /// Effective sample size of the chains' weights as a part of their number, before any resampling; null where chains have no weights.
    /// </summary>
    public double? EffectiveShare { get; init; }

    /// <summary>What <see cref="LogPartition"/> was anchored by in this step; null where it was not.</summary>
    public LogPartitionAnchor? Anchor { get; init; }
}
