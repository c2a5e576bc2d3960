using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to train a <see cref="Classifier"/>.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Passes over the data, from 1 to 1,000,000. Default 20.</summary>
    public int Epochs { get; init => field = Check.Within(1, 1_000_000, value); } = 20;

    /// <summary>
    /// Fewest steps, from 0 to 1,000,000: where <see cref="Epochs"/> have fewer, since rows are few, there are more epochs. Default 0.
    /// </summary>
    public int LeastSteps { get; init => field = Check.Within(0, 1_000_000, value); }

    /// <summary>Rows of one step, at least 1; the last step of an epoch may have fewer. Default 128.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(1, value); } = 128;

    /// <summary>Adam's step size at the first step, above 0; it falls linearly to 0 over the training. Default 0.001.</summary>
    public double LearningRate { get; init => field = Check.Above(0, value); } = 1e-3;

    /// <summary>
    /// Probability of a feature to be set to 0 in a training row, within [0, 1); the others grow by 1 / (1 - InputDropout), which keeps
    /// their mean. Default 0.
    /// </summary>
    public double InputDropout
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw Check.Wrong("a number of at least 0 and below 1", value);
    }

    /// <summary>
    /// For rows that are images: moves each a little, differently in each epoch. Default null, which leaves rows as they are.
    /// </summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>Most threads to use, from 1 to 256. The classifier does not depend on it. Default: all cores.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.Within(1, WorkerPool.MaxThreads, value); } =
        Math.Min(Environment.ProcessorCount, WorkerPool.MaxThreads);
}
