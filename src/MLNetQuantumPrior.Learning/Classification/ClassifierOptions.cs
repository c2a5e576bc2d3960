using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to train a <see cref="Classifier"/>.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Passes over the data, from 1 to 1,000,000. Default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows of one step, at least 1; the last step of an epoch may have fewer. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's step size at the first step, above 0; it falls linearly to 0 over the training. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Probability of a feature to be set to 0 in a training row, within [0, 1); the others grow by 1 / (1 - InputDropout), which keeps
    /// their mean. Default 0.
    /// </summary>
    public double InputDropout { get; init; }

    /// <summary>For rows that are images: moves each a little, anew in each epoch. Default null, which leaves rows as they are.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>Most threads to use, from 1 to 256. The classifier does not depend on it. Default: all cores.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Math.Min(Environment.ProcessorCount, WorkerPool.MaxThreads);

    /// <summary>Throws when an option is out of its range.</summary>
    internal void Validate()
    {
        Check(Epochs is >= 1 and <= 1_000_000, nameof(Epochs), "1 to 1,000,000", Epochs);
        Check(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Check(double.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), "a finite number above 0", LearningRate);
        Check(InputDropout is >= 0 and < 1, nameof(InputDropout), "at least 0 and below 1", InputDropout);
        Check(
            MaxDegreeOfParallelism is >= 1 and <= WorkerPool.MaxThreads, nameof(MaxDegreeOfParallelism), $"1 to {WorkerPool.MaxThreads}",
            MaxDegreeOfParallelism);
        if (Augmentation is { } image)
        {
            Check(image.Height >= 1, nameof(image.Height), "at least 1", image.Height);
            Check(image.Width >= 1, nameof(image.Width), "at least 1", image.Width);
            Check(double.IsFinite(image.MaxShift) && image.MaxShift >= 0, nameof(image.MaxShift), "finite and at least 0", image.MaxShift);
            Check(image.MaxRotation is >= 0 and <= 180, nameof(image.MaxRotation), "0 to 180", image.MaxRotation);
            Check(image.MaxScaling is >= 0 and < 1, nameof(image.MaxScaling), "at least 0 and below 1", image.MaxScaling);
        }

        static void Check(bool holds, string name, string expected, object got)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(
                    name, got, FormattableString.Invariant($"Option '{name}': expected {expected}, got {got}."));
            }
        }
    }
}
