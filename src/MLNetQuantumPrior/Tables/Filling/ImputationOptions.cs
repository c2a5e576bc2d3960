using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>How missing cells are filled.</summary>
/// <example>
/// <code>
/// IDataView sure = synthesizer.Impute(table, new() { AddsIntervals = true });
/// </code>
/// </example>
public sealed record ImputationOptions
{
    /// <summary>
    /// Draws of each missing cell, at least 1. One fills it with a draw, so that columns keep their spread and what follows is not too sure
    /// of itself; of more a number gets the mean and a category the most frequent one, which is nearer to the truth cell by cell. Null: 1,
    /// or 100 with <see cref="AddsIntervals"/>. Default null.
    /// </summary>
    public int? Draws { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Whether two columns are added for each column of numbers, "Name.Low" and "Name.High": the interval that holds
    /// <see cref="Confidence"/> of the draws; the number itself where it was not missing. Default false.
    /// </summary>
    public bool AddsIntervals { get; init; }

    /// <summary>Share of draws within an interval, between 0 and 1. Default 0.9.</summary>
    public double Confidence { get; init => field = Check.Between(0, 1, value); } = 0.9;

    /// <summary>Seed of the draws. Null takes that of the fit. Default null.</summary>
    public ulong? Seed { get; init; }

    internal FillOptions Filling => new() { Draws = Draws ?? (AddsIntervals ? 100 : 1), Confidence = Confidence };
}
