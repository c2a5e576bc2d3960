namespace MLNetQuantumPrior.Learning;

/// <summary>Which rows a training sees, and which ones judge it.</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="Validation">Rows to judge by; null where there are none.</param>
internal sealed record RowSplit(IShuffledRows Training, FeatureMatrix? Validation)
{
    /// <summary>How many of so many rows are held out.</summary>
    public static long Held(long rows, double fraction) => (long)Math.Round(fraction * rows);

    /// <summary>Takes the given rows to judge by, or else a random part of the data.</summary>
    public static RowSplit Of(ITrainingRows data, FeatureMatrix? validation, double fraction, ulong seed)
    {
        long held = validation is null ? Held(data.Count, fraction) : 0;
        RowSplit split = data.Split(held, seed);
        return validation is null ? split : split with { Validation = validation };
    }
}
