namespace MLNetQuantumPrior.Learning;

/// <summary>Which rows a training sees, and which ones judge it.</summary>
/// <param name="Training">Numbers of the rows to train on.</param>
/// <param name="Validation">Rows to judge by; null where there are none.</param>
internal sealed record RowSplit(int[] Training, FeatureMatrix? Validation)
{
    /// <summary>Takes the given rows to judge by, or else a random part of the data.</summary>
    public static RowSplit Of(FeatureMatrix data, FeatureMatrix? validation, double fraction, ulong seed)
    {
        int held = validation is null ? (int)Math.Round(fraction * data.Rows) : 0;
        if (held == 0)
        {
            return new([.. Enumerable.Range(0, data.Rows)], validation);
        }

        int[] order = new UniformStream(seed, RandomUse.ValidationRows).Permutation(data.Rows);
        float[] values = new float[held * data.Columns];
        for (int k = 0; k < held; k++)
        {
            data[order[k]].CopyTo(values.AsSpan(k * data.Columns));
        }

        return new([.. order.Skip(held).Order()], new(data.Likelihood, values));
    }
}
