namespace MLNetQuantumPrior.Learning;

/// <summary>Which rows are of which class.</summary>
internal static class RowsByClass
{
    /// <summary>The rows of each class, ascending.</summary>
    /// <param name="names">Names of the classes, in the order of their numbers.</param>
    /// <param name="labels">The number of each row's class, or -1 for a row to leave out.</param>
    /// <exception cref="ArgumentException">A label is no class, or a class has no row.</exception>
    public static int[][] Of(IReadOnlyList<string> names, ReadOnlySpan<int> labels)
    {
        List<int>[] rows = [.. names.Select(_ => new List<int>())];
        for (int row = 0; row < labels.Length; row++)
        {
            int label = labels[row];
            if (label < -1 || label >= rows.Length)
            {
                throw new ArgumentException(
                    $"Label of row {row}: expected a class from 0 to {rows.Length - 1}, or -1 for none, got {label}.", nameof(labels));
            }

            if (label >= 0)
            {
                rows[label].Add(row);
            }
        }

        int empty = Array.FindIndex(rows, own => own.Count == 0);
        return empty < 0
            ? [.. rows.Select(own => own.ToArray())]
            : throw new ArgumentException(
                $"Class '{names[empty]}': expected at least one row, got none. Leave classes without rows out.", nameof(labels));
    }
}
