using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The classes of a table, and how many synthetic rows of each make them even.</summary>
/// <param name="Values">Cells that name the classes, ascending.</param>
/// <param name="Quotas">Which synthetic row is of which of them.</param>
internal sealed record BalancedClasses(ImmutableArray<double> Values, LabelQuotas Quotas)
{
    /// <summary>Numbers of more different values are no classes.</summary>
    private const int MostNumbers = 50;

    /// <summary>Counts the classes of a column.</summary>
    /// <param name="column">Its profile.</param>
    /// <param name="cells">Its cells; NaN is of no class.</param>
    /// <param name="isAlone">Whether each class gets as many rows as the most frequent one has, rather than what it lacks.</param>
    /// <exception cref="ArgumentException">There are no classes, or too many.</exception>
    public static BalancedClasses Of(ColumnProfile column, double[] cells, bool isAlone)
    {
        (double Value, int Rows)[] classes = [.. cells.Where(cell => !double.IsNaN(cell)).CountBy(cell => cell)
            .Select(own => (own.Key, own.Value)).OrderBy(own => own.Key)];
        if (classes.Length == 0 || (!column.IsCategory && classes.Length > MostNumbers))
        {
            throw new ArgumentException(
                $"Column '{column.Name}': expected classes, categories or at most {MostNumbers} different numbers, got {classes.Length}.");
        }

        int most = classes.Max(own => own.Rows);
        double[] lacking = [.. classes.Select(own => (double)(isAlone ? most : most - own.Rows))];
        long rows = (long)lacking.Sum();
        if (column.Numbers is { } numbers
            && Array.FindIndex(classes, own => own.Value < numbers.Least || own.Value > numbers.Most) is >= 0 and var unknown
            && lacking[unknown] > 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Column '{column.Name}': expected classes from {numbers.Least} to {numbers.Most}, the range of the training table, ")
                + FormattableString.Invariant($"got {classes[unknown].Value}."));
        }

        return new([.. classes.Select(own => own.Value)], new(rows == 0 ? [.. classes.Select(_ => 1.0)] : [.. lacking], rows));
    }
}

/// <summary>Synthetic rows of several classes, mixed.</summary>
/// <param name="classes">Which row is of which class.</param>
/// <param name="rows">Rows of each class, made when first needed.</param>
internal sealed class BalancedRows(BalancedClasses classes, ImmutableArray<Lazy<GivenRows>> rows)
{
    /// <summary>Makes rows, from one on.</summary>
    public void Fill(long first, TableCells block)
    {
        foreach (IGrouping<int, int> own in Enumerable.Range(0, block.Rows).GroupBy(row => classes.Quotas[first + row]))
        {
            int[] places = [.. own];
            TableCells drawn = TableCells.Empty(places.Length, block.Columns.Length);
            rows[own.Key].Value.Fill([.. places.Select(row => (ulong)(first + row))], drawn);
            for (int column = 0; column < block.Columns.Length; column++)
            {
                for (int k = 0; k < places.Length; k++)
                {
                    block.Columns[column][places[k]] = drawn.Columns[column][k];
                }
            }
        }
    }
}
