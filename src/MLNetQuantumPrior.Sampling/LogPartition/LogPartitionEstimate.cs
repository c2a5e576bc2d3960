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
    /// <summary>Ends that are further apart, in nats, give a <see cref="Warning"/>.</summary>
    public const double LargestGap = 0.5;

    private const string Remedy =
        $"anneal with more '{nameof(AnnealedImportanceSampling.Temperatures)}', such as 4 times as many, or, where the standard errors " +
        $"are as large as that, more '{nameof(AnnealedImportanceSampling.Chains)}'";

    /// <summary>What log Z may fall short of an unbiased estimate by in one of 20 runs.</summary>
    internal static readonly double LogOfTwenty = Math.Log(20);

    /// <summary>
    /// Whether the run has what its error is estimated from: chains that count, or replicas that went back and forth. Where it is false,
    /// <see cref="Value"/> may be off by any amount: take more temperatures or sweeps.
    /// </summary>
    public bool IsReliable => double.IsFinite(StandardError);

    /// <summary>
    /// Degrees of freedom of Student's distribution of the error: one less than the chains of annealing or the ladders of parallel
    /// tempering, infinite elsewhere.
    /// </summary>
    public double DegreesOfFreedom { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// The estimate from above, by <see cref="AnnealedImportanceSampling.Backwards"/>; null where there is none or log Z is exact. Its mean
    /// is at least log Z if the draws it starts from are exact, as they are for up to <see cref="ExactEnumeration.MaxSpins"/> spins; from
    /// draws of population annealing and other runs it is as good as the draws.
    /// </summary>
    public LogPartitionEstimate? Above { get; init; }

    /// <summary>
    /// Both ends, the lower one first: <see cref="Value"/>, which annealing finds too low rather than too high, and that of
    /// <see cref="Above"/>. Equal where log Z is exact; the high end is infinite where there is no estimate from above.
    /// </summary>
    /// <remarks>
    /// Each end is off by its own standard error too, so that ends which are near may both miss log Z, and the one from above may be the
    /// lower one. <see cref="Interval"/> has the errors in it.
    /// </remarks>
    public NatsInterval Ends => Above is { } above ? new(Math.Min(Value, above.Value), Math.Max(Value, above.Value))
        : new(Value, StandardError == 0 ? Value : double.PositiveInfinity);

    /// <summary>
    /// Why figures that log Z goes into cannot be trusted, and what to do: the ends are more than <see cref="LargestGap"/> apart, or an
    /// error is not known. Null where all is well; without an estimate from above that says less.
    /// </summary>
    public string? Warning => Above is { } above && !(Math.Abs(above.Value - Value) <= LargestGap)
        ? above.Value < Value
            ? FormattableString.Invariant($"log Z is {Value - above.Value:F2} nats lower from above ({above.Value:F2}) than from below ") +
                FormattableString.Invariant($"({Value:F2}): the chains backwards start from no draws of the model, or too few; {Remedy}")
            : FormattableString.Invariant($"log Z is known to {above.Value - Value:F2} nats only ({Value:F2} from below, ") +
                FormattableString.Invariant($"{above.Value:F2} from above), and with it KL, ELBO and bounds: {Remedy}")
        : IsReliable ? null
        : FormattableString.Invariant($"log Z ({Value:F2}) rests on too few chains to know its error: {Remedy}");

    /// <summary>
    /// log Z is at least this in 95 of 100 runs, whether the estimate is reliable or not; minus infinity where the method has no such
    /// bound, <see cref="Value"/> where that is exact.
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
    /// log Z is at most this in 95 of 100 runs, if the draws that were annealed backwards are draws from the model: by the same inequality
    /// the estimate from above + log 20, and <see cref="Value"/> where that is exact. Infinite where there is no such estimate, and where
    /// it is below <see cref="Value"/> by more than that: then they were no draws.
    /// </summary>
    public double UpperBound => StandardError == 0 ? Value
        : Method == LogPartitionMethod.BackwardsAnnealing ? Value + LogOfTwenty
        : Above is { } above && above.UpperBound >= Value ? above.UpperBound
        : double.PositiveInfinity;

    /// <summary>
    /// Where log Z is, by <see cref="StandardError"/> and <see cref="DegreesOfFreedom"/> within the two bounds; with an estimate from
    /// above, from the low side of this one to the high side of that.
    /// </summary>
    /// <param name="confidence">In how many of all runs, between 0 and 1. Default 0.95.</param>
    /// <returns>The bounds of <see cref="Value"/> where it is not reliable; infinite where there are none.</returns>
    public NatsInterval Interval(double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected a number between 0 and 1.");
        }

        NatsInterval own = OwnInterval(confidence);
        return Above is { } above && double.IsFinite(UpperBound)
            ? own with { High = Math.Max(Value, above.OwnInterval(confidence).High) }
            : own;
    }

    /// <summary>log Z in words, such as "log Z between 177.31 and 177.36 (standard errors 0.02 and 0.03)".</summary>
    public override string ToString() => StandardError == 0 ? FormattableString.Invariant($"log Z {Value:F2} (exact)")
        : Above is { } above
            ? FormattableString.Invariant($"log Z between {Ends.Low:F2} and {Ends.High:F2} ") +
                $"(standard errors {(above.Value < Value ? $"{above.Error} and {Error}" : $"{Error} and {above.Error}")})"
        : FormattableString.Invariant($"log Z {Value:F2} (standard error {Error})");

    private string Error => IsReliable ? FormattableString.Invariant($"{StandardError:F2}") : "unknown";

    private NatsInterval OwnInterval(double confidence)
    {
        if (!IsReliable)
        {
            return new(LowerBound, UpperBound);
        }

        double margin = StandardError == 0 ? 0 : StandardError * StudentQuantile.Of((1 + confidence) / 2, DegreesOfFreedom);
        return new(Value - margin, Value + margin);
    }
}

/// <summary>How a log Z was found.</summary>
public enum LogPartitionMethod
{
    /// <summary>By a formula, where nothing is coupled: no error but rounding.</summary>
    ClosedForm,

    /// <summary>By summing over all states: no error but rounding.</summary>
    Enumeration,

    /// <summary>By summing out spin after spin, <see cref="ExactElimination"/>: no error but rounding.</summary>
    Elimination,

    /// <summary>By <see cref="AnnealedImportanceSampling"/>: from below.</summary>
    AnnealedImportanceSampling,

    /// <summary>By a <see cref="PopulationAnnealingSampler"/> on its way to the target.</summary>
    PopulationAnnealing,

    /// <summary>By the ladders of a <see cref="ParallelTemperingSampler"/>.</summary>
    ParallelTempering,

    /// <summary>By <see cref="AnnealedImportanceSampling.EstimateBackwards"/>: from above.</summary>
    BackwardsAnnealing,
}
