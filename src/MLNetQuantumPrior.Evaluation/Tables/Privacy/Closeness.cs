namespace MLNetQuantumPrior.Evaluation;

/// <summary>How close synthetic rows come to the training rows, beside how close other real rows come.</summary>
internal static class Closeness
{
    /// <summary>Gower's distance below which a row counts as a copy: that of numbers a rounding apart.</summary>
    private const float Copy = 1e-6f;

    /// <summary>Parts of the training rows that the closer share is taken over.</summary>
    private const int MaxParts = 8;

    public static PrivacyFigures Of(CodedTable train, CodedTable holdout, CodedTable synthetic, ulong seed, ParallelOptions work)
    {
        var space = new GowerSpace(train);
        float[][] known = space.Points(train), other = space.Points(holdout), drawn = space.Points(synthetic);
        float[] distances = GowerSpace.Nearest(drawn, known, work), usual = GowerSpace.Nearest(other, known, work);
        return new(
            Median(distances),
            Median(usual),
            Closer(known, other, drawn, seed, work),
            distances.Count(distance => distance <= Copy) / (double)distances.Length,
            usual.Count(distance => distance <= Copy) / (double)usual.Length);
    }

    /// <summary>Over parts of the training rows as large as the holdout, or a part of the holdout where that is larger.</summary>
    private static double Closer(float[][] train, float[][] holdout, float[][] synthetic, ulong seed, ParallelOptions work)
    {
        int size = Math.Min(train.Length, holdout.Length), parts = Math.Clamp(train.Length / size, 1, MaxParts);
        int[] order = CodedTable.Shuffled(train.Length, seed), others = CodedTable.Shuffled(holdout.Length, ~seed);
        float[] toHoldout = GowerSpace.Nearest(synthetic, [.. others.Take(size).Select(row => holdout[row])], work);
        double closer = 0;
        for (int part = 0; part < parts; part++)
        {
            float[] toTrain = GowerSpace.Nearest(synthetic, [.. order.Skip(part * size).Take(size).Select(row => train[row])], work);
            for (int row = 0; row < toTrain.Length; row++)
            {
                closer += toTrain[row] < toHoldout[row] ? 1 : toTrain[row] == toHoldout[row] ? 0.5 : 0;
            }
        }

        return closer / (parts * (double)synthetic.Length);
    }

    private static double Median(float[] values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + (double)sorted[sorted.Length / 2]) / 2;
    }
}
