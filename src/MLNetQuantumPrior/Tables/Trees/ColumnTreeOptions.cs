using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>How trees of columns grow. Numbers were chosen on validation rows of tables of 500 to 4,000 rows.</summary>
internal sealed record ColumnTreeOptions
{
    /// <summary>Fewest training rows of a leaf. Default 10.</summary>
    public int LeastRows { get; init => field = Check.AtLeast(1, value); } = 10;

    /// <summary>
    /// By how many nats a split must make the training cells more probable, at least 0: chance alone gives some, the more so the more
    /// splits there are to choose from. Default 6.
    /// </summary>
    public double LeastGain { get; init => field = Check.AtLeast(0, value); } = 6;

    /// <summary>Training rows of a step of a leaf's distribution of numbers, at least 1. Default 4.</summary>
    public int RowsPerStep { get; init => field = Check.AtLeast(1, value); } = 4;

    /// <summary>
    /// How many rows the distribution further up the tree counts for in a leaf, a finite number of at least 0; what no row of the leaf had
    /// gets its probability from there. Default 0.2.
    /// </summary>
    public double RowsFromAbove { get; init => field = Check.AtLeast(0, value); } = 0.2;

    /// <summary>Penalty on the squared weights of linear forecasts, in rows; above 0. Default 5.</summary>
    public double Ridge { get; init => field = Check.Above(0, value); } = 5;

    /// <summary>Whether splits may use the decoder's output.</summary>
    public bool UsesDecoded { get; init; }

    /// <summary>Whether splits may use linear forecasts.</summary>
    public bool UsesForecasts { get; init; } = true;

    /// <summary>0: one variance, 1: own variances, 2: classes of ranks.</summary>
    public int NumberRule { get; init; }

    /// <summary>Most threads, at least 1; the trees do not depend on it. Default: all cores.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;
}
