using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>How trees of columns grow. Numbers were chosen on validation rows of tables of 500 to 4,000 rows.</summary>
internal sealed record ColumnTreeOptions
{
    /// <summary>Fewest training rows of a leaf. Default 10.</summary>
    public int LeastRows { get; init => field = Check.AtLeast(1, value); } = 10;

    /// <summary>
    /// By how many nats a split must make the training cells more probable, at least 0: chance alone gives some, the more so the more
    /// splits there are to choose from. Default 8.
    /// </summary>
    public double LeastGain { get; init => field = Check.AtLeast(0, value); } = 8;

    /// <summary>Training rows of a step of a leaf's distribution of numbers, at least 1. Default 4.</summary>
    public int RowsPerStep { get; init => field = Check.AtLeast(1, value); } = 4;

    /// <summary>
    /// How many rows the distribution further up the tree counts for in a leaf, a finite number of at least 0; what no row of the leaf had
    /// gets its probability from there. Default 1.
    /// </summary>
    public double RowsFromAbove { get; init => field = Check.AtLeast(0, value); } = 1;

    /// <summary>Penalty on the squared weights of linear forecasts, in rows; above 0. Default 5.</summary>
    public double Ridge { get; init => field = Check.Above(0, value); } = 5;

    /// <summary>Most threads, at least 1; the trees do not depend on it. Default: all cores.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;
}
