namespace MLNetQuantumPrior.Sampling;

/// <summary>log Z, Z the sum of exp(-beta E(s)) over all states, and how well it is known.</summary>
/// <param name="Value">log Z in nats.</param>
/// <param name="StandardError">
/// Standard error of <paramref name="Value"/> in nats, estimated from the run itself; 0 where log Z is exact, infinite where the estimate
/// is not reliable. It cannot see states that no chain has met: on models with deep separate modes compare runs of different length or
/// method.
/// </param>
/// <param name="EffectiveSampleSize">
/// How many independent, equally weighted chains it is worth; infinite where log Z is exact.
/// </param>
/// <param name="Method">How it was found.</param>
public sealed record LogPartitionEstimate(double Value, double StandardError, double EffectiveSampleSize, LogPartitionMethod Method)
{
    /// <summary>What log Z may fall short of an unbiased estimate by in one of 20 runs.</summary>
    internal static readonly double LogOfTwenty = Math.Log(20);

    /// <summary>
    /// Whether the run has what its error is estimated from: chains that count, or replicas that went back and forth. Where it is false,
    /// <see cref="Value"/> may be off by any amount: take more temperatures or sweeps.
    /// </summary>
    public bool IsReliable => double.IsFinite(StandardError);

    /// <summary>
    /// Degrees of freedom of Student's distribution of the error: one less than the ladders of parallel tempering, infinite elsewhere.
    /// </summary>
    public double DegreesOfFreedom { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// log Z is at least this in 95 of 100 runs, whether the estimate is reliable or not; minus infinity where the method has no such
    /// bound,
    /// <see cref="Value"/> where that is exact.
    /// </summary>
    /// <remarks>
    /// The estimate of Z by <see cref="LogPartitionMethod.AnnealedImportanceSampling"/> or
    /// <see cref="LogPartitionMethod.PopulationAnnealing"/> has the mean Z, so it exceeds 20 Z in at most one of 20 runs (Markov's
    /// inequality): the bound is <see cref="Value"/> - log 20.
    /// </remarks>
    public double LowerBound => StandardError == 0 ? Value
        : Method is LogPartitionMethod.AnnealedImportanceSampling or LogPartitionMethod.PopulationAnnealing ? Value - LogOfTwenty
        : double.NegativeInfinity;

    /// <summary>
    /// log Z is at most this in 95 of 100 runs, if the draws that were annealed backwards are draws from the model; infinite without
    /// <see cref="AnnealedImportanceSampling.Backwards"/>, and where the draws turned out not to be.
    /// </summary>
    public double UpperBound { get; init; } = double.PositiveInfinity;

    /// <summary>Where log Z is, by <see cref="StandardError"/> and <see cref="DegreesOfFreedom"/> within the two bounds.</summary>
    /// <param name="confidence">In how many of all runs, between 0 and 1. Default 0.95.</param>
    /// <returns>The bounds of <see cref="Value"/>; both infinite where it is not reliable and has no bounds.</returns>
    public LogPartitionInterval Interval(double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected a number between 0 and 1.");
        }

        if (!IsReliable)
        {
            return new(LowerBound, UpperBound);
        }

        double margin = StandardError == 0 ? 0 : StandardError * StudentQuantile.Of((1 + confidence) / 2, DegreesOfFreedom);
        return new(Value - margin, Value + margin);
    }
}

/// <summary>Where a log Z is.</summary>
/// <param name="Low">At least this, in nats.</param>
/// <param name="High">At most this.</param>
public readonly record struct LogPartitionInterval(double Low, double High);

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
