namespace MLNetQuantumPrior.Evaluation;

/// <summary>How alike the dependence of two columns is in two tables: 1 where it is the same.</summary>
internal static class PairTrend
{
    private const int Bins = 10;

    /// <summary>
    /// Of two columns of numbers, 1 less half the difference of their correlations, over rows where both are there: NaN where the real ones
    /// have none, since one of them is constant, and against a correlation of 0 where the synthetic ones have none. Else 1 less the total
    /// variation of the two tables of counts.
    /// </summary>
    public static double Of((TableColumn First, TableColumn Second) real, (TableColumn First, TableColumn Second) synthetic)
    {
        if (real is { First.IsNumber: true, Second.IsNumber: true })
        {
            double drawn = Correlation(synthetic.First.Numbers, synthetic.Second.Numbers);
            double difference = Correlation(real.First.Numbers, real.Second.Numbers) - (double.IsNaN(drawn) ? 0 : drawn);
            return 1 - (Math.Abs(difference) / 2);
        }

        Dictionary<(int, int), double> first = [], second = [];
        Count(Cells(real.First, real.First), Cells(real.Second, real.Second), first);
        Count(Cells(synthetic.First, real.First), Cells(synthetic.Second, real.Second), second);
        return 1 - (first.Keys.Union(second.Keys).Sum(
            cell => Math.Abs(first.GetValueOrDefault(cell) - second.GetValueOrDefault(cell))) / 2);
    }

    /// <summary>Pearson's correlation; NaN where a column is constant.</summary>
    public static double Correlation(double[] first, double[] second)
    {
        (double X, double Y)[] both = [.. first.Zip(second).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second))];
        if (both.Length < 2)
        {
            return double.NaN;
        }

        (double meanX, double meanY) = (both.Average(pair => pair.X), both.Average(pair => pair.Y));
        (double xx, double xy, double yy) = (0, 0, 0);
        foreach ((double x, double y) in both)
        {
            (double dx, double dy) = (x - meanX, y - meanY);
            (xx, xy, yy) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy));
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    /// <summary>
    /// Numbers of cells' classes: categories as the real column numbers them, new ones behind; of numbers, bins of equal width between the
    /// least and the largest real one, what lies beyond in the outer ones; what is missing is a class of its own.
    /// </summary>
    private static int[] Cells(TableColumn column, TableColumn real)
    {
        if (!column.IsNumber)
        {
            int[] codes = [.. column.Categories.Select((category, k) =>
                real.Categories.IndexOf(category) is >= 0 and var code ? code : real.Categories.Length + k)];
            return Array.ConvertAll(column.Codes, code => code == TableColumn.MissingCategory ? code : codes[code]);
        }

        double[] present = [.. real.Numbers.Where(double.IsFinite)];
        double least = present.Length > 0 ? present.Min() : 0, width = present.Length > 0 ? (present.Max() - least) / Bins : 0;
        return Array.ConvertAll(column.Numbers, number =>
            double.IsNaN(number) ? TableColumn.MissingCategory
            : width > 0 ? (int)Math.Clamp((number - least) / width, 0, Bins - 1)
            : number.CompareTo(least) + 1);
    }

    private static void Count(int[] first, int[] second, Dictionary<(int, int), double> shares)
    {
        for (int row = 0; row < first.Length; row++)
        {
            (int, int) cell = (first[row], second[row]);
            shares[cell] = shares.GetValueOrDefault(cell) + (1.0 / first.Length);
        }
    }
}
