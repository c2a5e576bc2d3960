namespace MLNetQuantumPrior.Learning;

/// <summary>Labels as classifiers take them: one a row, from 0 to before the number of classes.</summary>
internal static class ClassLabels
{
    /// <exception cref="ArgumentException">There is not one for each row, or one is no class.</exception>
    public static void Check(ReadOnlySpan<int> labels, int rows, int classes)
    {
        if (labels.Length != rows)
        {
            throw new ArgumentException($"Labels: expected {rows}, one a row, got {labels.Length}.", nameof(labels));
        }

        for (int row = 0; row < rows; row++)
        {
            if ((uint)labels[row] >= (uint)classes)
            {
                throw new ArgumentException(
                    $"Label of row {row}: expected a class from 0 to {classes - 1}, got {labels[row]}.", nameof(labels));
            }
        }
    }
}
