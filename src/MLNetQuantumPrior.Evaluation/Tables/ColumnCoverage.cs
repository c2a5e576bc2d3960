namespace MLNetQuantumPrior.Evaluation;

/// <summary>How much of what a real column holds the synthetic one reaches, and how much of it stays inside.</summary>
internal static class ColumnCoverage
{
    /// <summary>Part of the range, or of the categories, that is reached: SDMetrics' RangeCoverage and CategoryCoverage.</summary>
    public static double Of(TableColumn real, TableColumn synthetic)
    {
        if (!real.IsNumber)
        {
            HashSet<string> known = Present(real), drawn = Present(synthetic);
            return known.Count == 0 ? 1 : known.Count(drawn.Contains) / (double)known.Count;
        }

        (double low, double high) = Range(real);
        (double least, double most) = Range(synthetic);
        if (double.IsNaN(low) || double.IsNaN(least))
        {
            return double.IsNaN(low) ? 1 : 0;
        }

        if (high == low)
        {
            return least <= low && low <= most ? 1 : 0;
        }

        return Math.Max(0, 1 - Math.Max(0, (least - low) / (high - low)) - Math.Max(0, (high - most) / (high - low)));
    }

    /// <summary>Share of the synthetic cells inside: SDMetrics' BoundaryAdherence and CategoryAdherence; 1 of no cells.</summary>
    public static double Adherence(TableColumn real, TableColumn synthetic)
    {
        if (real.IsNumber)
        {
            (double low, double high) = Range(real);
            double[] numbers = [.. synthetic.Numbers.Where(number => !double.IsNaN(number))];
            return numbers.Length == 0 ? 1 : numbers.Count(number => number >= low && number <= high) / (double)numbers.Length;
        }

        HashSet<string> known = Present(real);
        bool[] inside = [.. synthetic.Categories.Select(known.Contains)];
        int[] codes = [.. synthetic.Codes.Where(code => code != TableColumn.MissingCategory)];
        return codes.Length == 0 ? 1 : codes.Count(code => inside[code]) / (double)codes.Length;
    }

    private static HashSet<string> Present(TableColumn column) => [.. column.Categories];

    /// <summary>Of cells that are there; NaN where there are none.</summary>
    private static (double Low, double High) Range(TableColumn column)
    {
        double low = double.NaN, high = double.NaN;
        foreach (double number in column.Numbers)
        {
            (low, high) = double.IsNaN(number) ? (low, high)
                : double.IsNaN(low) ? (number, number) : (Math.Min(low, number), Math.Max(high, number));
        }

        return (low, high);
    }
}
