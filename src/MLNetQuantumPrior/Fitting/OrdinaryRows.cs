using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The rows of a training that outliers are compared with.</summary>
internal static class OrdinaryRows
{
    /// <summary>Rows of each sort that are measured at most: p-values to four digits.</summary>
    public const int Most = 10_000;

    /// <summary>Share of the rows that is held out to compare with where the training options hold out none.</summary>
    private const double Fraction = 0.1;

    /// <summary>Two rows that differ to learn, and one to compare with.</summary>
    private const int Fewest = 3;

    /// <summary>Options that hold out at least one row of so many.</summary>
    /// <param name="options">Options with nothing left to the data.</param>
    /// <param name="rows">How many there are.</param>
    /// <exception cref="ArgumentException">There are too few rows.</exception>
    public static TrainingOptions HoldOut(TrainingOptions options, long rows) => rows >= Fewest
        ? options with { ValidationFraction = Math.Max(options.ValidationFraction is > 0 and var held ? held : Fraction, 1.0 / rows) }
        : throw new ArgumentException(
            $"Training rows: expected at least {Fewest} for outlier scores, two to learn and one to compare with, got {rows}. " +
            $"Give more rows, or leave the columns out and call '{nameof(BmVaeTransformer.WithOutliers)}' with other rows.");

    /// <summary>Measures training rows, evenly spread, and validation rows.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="scaled">All rows, scaled.</param>
    /// <param name="validationFraction">What the training held out.</param>
    /// <param name="seed">Seed of the training.</param>
    public static OutlierCalibration Measure(BmVaeModel model, ITrainingRows scaled, double validationFraction, ulong seed)
    {
        RowSplit split = RowSplit.Of(scaled, validation: null, validationFraction, seed);
        long count = Math.Min(split.Training.Count, Most);
        float[] training = split.Training.Take([.. Enumerable.Range(0, (int)count).Select(k => k * split.Training.Count / count)]);
        ReadOnlySpan<float> heldOut = split.Validation is { } rows ? rows.Slice(0, Math.Min(rows.Rows, Most)) : default;
        return OutlierCalibration.MeasureScaled(model, training, heldOut);
    }
}
