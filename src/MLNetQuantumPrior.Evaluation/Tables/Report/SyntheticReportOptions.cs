using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>How <see cref="SyntheticDataReport"/> judges a table.</summary>
public sealed record SyntheticReportOptions
{
    /// <summary>The column that downstream models predict, of categories or of numbers; null (the default) to leave them out.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// Columns to leave out, such as numbers that only name a row. Text of which hardly a value comes twice is left out in any case.
    /// </summary>
    public ImmutableArray<string> Ignored { get; init; } = [];

    /// <summary>Seed of all randomness: parts of the cross-validation, rows that are drawn, the copula. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Rows of each table that learners and distances look at, drawn at random; shapes, trends and violations look at all. At least 100,
    /// default 10,000.
    /// </summary>
    public int MaxRows { get; init => field = Check.AtLeast(100, value); } = 10_000;

    /// <summary>Whether a Gaussian copula is fitted to the training rows and judged too. Default true.</summary>
    public bool Copula { get; init; } = true;

    /// <summary>Threads to use, at least 1; the figures do not depend on it. Default: as many as there are processors.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>Receives the part of the work that is done, from 0 to 1; null for nobody.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends the call with an <see cref="OperationCanceledException"/>; a learner at work is waited for.</summary>
    public CancellationToken CancellationToken { get; init; }
}
