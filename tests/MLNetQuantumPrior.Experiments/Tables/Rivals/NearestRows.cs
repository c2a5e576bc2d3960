using MathNet.Numerics.Statistics;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// The distance of SMOTE-NC (Chawla and others, 2002): the squares of differences of numbers, and for each category that differs the square
/// of the median of the numbers' standard deviations. Numbers are of unit variance here, so that it is 1. A missing cell differs by 1 from
/// one that is there.
/// </summary>
internal sealed class NearestRows
{
    private readonly Table _table;
    private readonly double[] _scales;

    public NearestRows(Table table)
    {
        _table = table;
        _scales = [.. table.Fields.Select((field, k) => field.IsNumber ? Scale(table.Cells.Columns[k]) : 0)];
    }

    /// <summary>The nearest of some rows of the table, nearest first.</summary>
    /// <param name="cells">Cells of the row that they are near to.</param>
    /// <param name="rows">Rows to choose from.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="uses">Whether a column counts; null if all do.</param>
    public int[] Of(double[] cells, ReadOnlySpan<int> rows, int count, Func<int, bool>? uses = null)
    {
        int[] columns = [.. Enumerable.Range(0, cells.Length).Where(column => uses?.Invoke(column) ?? true)];
        double[] distances = new double[rows.Length];
        foreach (int column in columns)
        {
            double[] others = _table.Cells.Columns[column];
            (double own, double scale) = (cells[column], _scales[column]);
            for (int k = 0; k < rows.Length; k++)
            {
                double other = others[rows[k]];
                distances[k] += double.IsNaN(own) || double.IsNaN(other)
                    ? double.IsNaN(own) == double.IsNaN(other) ? 0 : 1
                    : scale > 0 ? (own - other) * (own - other) * scale * scale : own == other ? 0 : 1;
            }
        }

        int[] nearest = rows.ToArray();
        Array.Sort(distances, nearest);
        return nearest[..Math.Min(count, nearest.Length)];
    }

    /// <summary>One over the standard deviation; 0 of a column in which nothing differs.</summary>
    private static double Scale(double[] cells)
    {
        double deviation = cells.Where(cell => !double.IsNaN(cell)).PopulationStandardDeviation();
        return deviation > 0 ? 1 / deviation : 0;
    }
}
