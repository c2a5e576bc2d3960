using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>How a model was trained.</summary>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="Options">Steps, batches, step sizes and the KL term, with nothing left to the data.</param>
/// <param name="Epochs">What the passes over the data showed.</param>
public sealed record TrainingRun(ulong Seed, TrainingOptions Options, ImmutableArray<EpochReport> Epochs)
{
    /// <summary>Why it ended.</summary>
    [JsonPropertyName("end")] // as model files have called it from the first
    public StopReason StopReason { get; init; }

    /// <summary>
    /// Whether the prior is right by its own distribution; null where the latents are Gaussian, in files of older releases, and where more
    /// than 1,024 latents were trained for less than 1,000 steps.
    /// </summary>
    public PriorCheck? PriorCheck { get; init; }

    /// <summary>
    /// Number of the epoch, from 1, after which the model is taken: the best one for the validation
    /// rows, or the last one without such rows.
    /// </summary>
    public int ModelEpoch { get; init; } = Epochs is { IsDefaultOrEmpty: false } and [.., { } last] ? last.Epoch : 0;

    /// <summary>
    /// Evidence lower bound of the model, mean over training rows in nats: -reconstruction as <see cref="ModelEpoch"/> reported it, less
    /// the KL of the <see cref="PriorCheck"/>, or what was reported where there is none. Null where log Z is not known.
    /// </summary>
    [JsonIgnore]
    public double? Elbo => Epochs.FirstOrDefault(report => report.Epoch == ModelEpoch) is { } report
        ? -report.Reconstruction - (PriorCheck?.Kl ?? report.Kl)
        : null;

    /// <summary>
    /// What went wrong and what to change: latents that carry nothing, too few steps, soft bits that hold what hard ones cannot, what a
    /// sampler reports of its own draws. Empty where nothing shows.
    /// </summary>
    [JsonIgnore]
    public ImmutableArray<string> Warnings => [.. TrainingAdvice.Of(this)];
}
