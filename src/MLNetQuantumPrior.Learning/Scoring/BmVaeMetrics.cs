using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// How good a model is on rows that it was not trained on. Nats are sums over features or latents and means over rows, on one fixed, seeded
/// binarisation of the Bernoulli features where <see cref="EvaluationOptions.Binarization"/> says so, with latents drawn from the encoder's
/// distribution: hard bits, or normal numbers.
/// </summary>
/// <remarks>
/// The densities of Gaussian features are those of the scaled features: in the units of the training data, -log p(x) is larger by the sum
/// of the logarithms of <see cref="SlotScaling.Unit"/> over them; of slots with <see cref="SlotScaling.Quantiles"/>, it is that of scores.
/// They may exceed 1, so that nats may be negative.
/// <para>
/// <see cref="Kl"/>, <see cref="Elbo"/> and <see cref="ImportanceWeightedBound"/> have log Z as it is estimated from below. Where that is
/// too low, they are better than the model: of the ends in <see cref="ElboEnds"/> and <see cref="ImportanceWeightedBoundEnds"/> only the
/// low ones, with log Z from above, are at most log p(x) on average, under the condition of <see cref="LogPartitionEstimate.Above"/>.
/// </para>
/// </remarks>
/// <param name="Rows">Number of rows.</param>
/// <param name="Reconstruction">E_q[-log p(x|z)] in nats, mean over the importance samples too.</param>
/// <param name="MeanSquaredError">
/// Mean over rows and features of (x - y)^2, scaled features x as given and not binarised, y expected from the most likely bits, or
/// from the means of Gaussian latents.
/// </param>
/// <param name="Kl">KL(q || p) = -H(q) + E_q[E] + log Z in nats: exact but for log Z.</param>
/// <param name="ImportanceWeightedBound">
/// log of the mean of p(x|z) p(z) / q(z|x) over <paramref name="ImportanceSamples"/> codes z, in nats: at least the ELBO on average and at
/// most log p(x), but for the error of log Z; the figure to compare models by (Burda et al. 2016).
/// </param>
/// <param name="ImportanceSamples">Codes drawn per row.</param>
/// <param name="LogPartition">
/// log Z of the prior, from below and <see cref="LogPartitionEstimate.Above"/> where it is not exact; KL and bounds carry its errors, see
/// <see cref="Warning"/>. Of Gaussian latents that of E(z) = |z|^2 / 2.
/// </param>
public sealed record BmVaeMetrics(
    long Rows,
    double Reconstruction,
    double MeanSquaredError,
    double Kl,
    double ImportanceWeightedBound,
    int ImportanceSamples,
    LogPartitionEstimate LogPartition)
{
    /// <summary>The model's prior.</summary>
    public PriorKind Prior { get; init; }

    /// <summary>The evidence lower bound, -<see cref="Reconstruction"/> - <see cref="Kl"/>, in nats.</summary>
    public double Elbo => -Reconstruction - Kl;

    /// <summary>
    /// The ELBO with log Z from above and from below, see <see cref="LogPartitionEstimate.Ends"/>: equal where that is exact.
    /// </summary>
    public NatsInterval ElboEnds => WithEndsOfLogZ(Elbo);

    /// <summary><see cref="ImportanceWeightedBound"/> with log Z from above and from below.</summary>
    public NatsInterval ImportanceWeightedBoundEnds => WithEndsOfLogZ(ImportanceWeightedBound);

    /// <summary>
    /// Why log Z is not known well enough for KL and bounds to be trusted, and what to do: see <see cref="LogPartitionEstimate.Warning"/>.
    /// Null where it is.
    /// </summary>
    public string? Warning => LogPartition.Warning is { } warning
        ? $"{warning} ('{nameof(EvaluationOptions)}.{nameof(EvaluationOptions.Annealing)}')"
        : null;

    private NatsInterval WithEndsOfLogZ(double bound) =>
        new(bound - (LogPartition.Ends.High - LogPartition.Value), bound + (LogPartition.Value - LogPartition.Ends.Low));
}
