using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to train a <see cref="HoleEncoder"/>.</summary>
internal sealed record HoleEncoderOptions
{
    /// <summary>Steps of the training, at least 1; null: by the number of rows. Default null.</summary>
    public int? Steps { get; init => field = Check.AtLeast(1, value); }

    /// <summary>Rows of one step, at least 1. Default 128.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(1, value); } = 128;

    /// <summary>Adam's step size at the first step, above 0; it falls linearly to 0 over the training. Default 0.002.</summary>
    public double LearningRate { get; init => field = Check.Above(0, value); } = 2e-3;

    /// <summary>Sizes of the hidden layers. Default 128 and 128.</summary>
    public ImmutableArray<int> HiddenSizes { get; init; } = [128, 128];

    /// <summary>Most threads to use, at least 1. The encoder does not depend on it. Default: all cores.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.Within(1, WorkerPool.MaxThreads, value); } =
        Math.Min(Environment.ProcessorCount, WorkerPool.MaxThreads);

    /// <summary>A few hundred steps of small tables, and 60 passes over larger ones, up to some seconds.</summary>
    public int StepsFor(int rows) => Steps ?? (int)Math.Clamp(60L * rows / BatchSize, 600, 2500);
}
