namespace MLNetQuantumPrior.Sampling;

/// <summary>log Z, Z the sum of exp(-beta E(s)) over all states, and how well it is known.</summary>
/// <param name="Value">log Z in nats.</param>
/// <param name="StandardError">
/// Standard error of <paramref name="Value"/> in nats, estimated from the run itself; 0 where log Z is exact. It cannot see states that no
/// chain has met: on models with deep separate modes compare runs of different length or method.
/// </param>
/// <param name="EffectiveSampleSize">
/// How many independent, equally weighted chains it is worth; infinite where log Z is exact. The standard error is unreliable where this is
/// only a few.
/// </param>
/// <param name="Method">How it was found.</param>
public sealed record LogPartitionEstimate(double Value, double StandardError, double EffectiveSampleSize, LogPartitionMethod Method);

/// <summary>How a log Z was found.</summary>
public enum LogPartitionMethod
{
    /// <summary>By a formula, where nothing is coupled: no error but rounding.</summary>
    ClosedForm,

    /// <summary>By summing over all states: no error but rounding.</summary>
    Enumeration,

    /// <summary>By summing out spin after spin, <see cref="ExactElimination"/>: no error but rounding.</summary>
    Elimination,

    /// <summary>By <see cref="AnnealedImportanceSampling"/>.</summary>
    AnnealedImportanceSampling,

    /// <summary>By a <see cref="PopulationAnnealingSampler"/> on its way to the target.</summary>
    PopulationAnnealing,

    /// <summary>By the ladders of a <see cref="ParallelTemperingSampler"/>.</summary>
    ParallelTempering,
}
