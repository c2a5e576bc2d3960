namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// Strength of the dependence of two columns over rows that have both: Pearson's correlation of two columns of numbers, from -1 to 1;
/// the correlation ratio of a number and a category, and Cramer's V of two categories, from 0 to 1. 0 where a column is constant.
/// </summary>
internal static class Association
{
    /// <summary>Of all pairs of columns: row by row, 1 on the diagonal.</summary>
    public static ImmutableArray<double> Of(CodedTable table, CancellationToken cancel)
    {
        int columns = table.Columns.Length;
        double[] all = new double[columns * columns];
        for (int first = 0; first < columns; first++)
        {
            cancel.ThrowIfCancellationRequested();
            all[(first * columns) + first] = 1;
            for (int second = first + 1; second < columns; second++)
            {
                all[(first * columns) + second] = all[(second * columns) + first] = Of(table.Columns[first], table.Columns[second]);
            }
        }

        return [.. all];
    }

    private static double Of(CodedColumn first, CodedColumn second)
    {
        (double[] x, double[] y) = (first.Cells, second.Cells);
        int[] rows = [.. Enumerable.Range(0, x.Length).Where(row => !double.IsNaN(x[row]) && !double.IsNaN(y[row]))];
        (x, y) = (Array.ConvertAll(rows, row => x[row]), Array.ConvertAll(rows, row => y[row]));
        double strength = rows.Length == 0 ? 0 : (first.IsNumber, second.IsNumber) switch
        {
            (true, true) => PairTrend.Correlation(x, y),
            (true, false) => Ratio(x, y),
            (false, true) => Ratio(y, x),
            _ => Cramer(x, y),
        };
        return double.IsNaN(strength) ? 0 : strength;
    }

    /// <summary>Root of the part of the variance that lies between the categories' means.</summary>
    private static double Ratio(double[] numbers, double[] categories)
    {
        double mean = numbers.Average();
        double between = numbers.Zip(categories).GroupBy(pair => pair.Second).Sum(group =>
            group.Count() * Math.Pow(group.Average(pair => pair.First) - mean, 2));
        return Math.Sqrt(between / numbers.Sum(number => (number - mean) * (number - mean)));
    }

    /// <summary>Root of chi-squared over its largest value.</summary>
    private static double Cramer(double[] first, double[] second)
    {
        var a = first.CountBy(cell => cell).ToDictionary();
        var b = second.CountBy(cell => cell).ToDictionary();
        double squares = first.Zip(second).CountBy(pair => pair)
            .Sum(both => both.Value * (double)both.Value / (a[both.Key.First] * (double)b[both.Key.Second]));
        return Math.Sqrt(Math.Max(0, squares - 1) / (Math.Min(a.Count, b.Count) - 1));
    }
}
