namespace MLNetQuantumPrior.Evaluation;

/// <summary>How alike the distributions of one column are in two tables: 1 where they are the same, 0 where they share nothing.</summary>
internal static class ColumnShape
{
    /// <summary>Of cells that are not missing; where one table has none, 1 if the other has none either.</summary>
    public static double Of(TableColumn real, TableColumn synthetic)
    {
        if (real.MissingShare == 1 || synthetic.MissingShare == 1)
        {
            return real.MissingShare == synthetic.MissingShare ? 1 : 0;
        }

        return 1 - (real.IsNumber ? KolmogorovSmirnov(real.Numbers, synthetic.Numbers) : TotalVariation(real, synthetic));
    }

    /// <summary>Largest difference of the two cumulative distributions.</summary>
    private static double KolmogorovSmirnov(double[] real, double[] synthetic)
    {
        double[] first = Sorted(real), second = Sorted(synthetic);
        double largest = 0;
        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            double value = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= value)
            {
                i++;
            }

            while (j < second.Length && second[j] <= value)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }

        return largest;
    }

    /// <summary>Half the sum of absolute differences of shares.</summary>
    private static double TotalVariation(TableColumn real, TableColumn synthetic)
    {
        Dictionary<string, double> first = Shares(real), second = Shares(synthetic);
        return first.Keys.Union(second.Keys).Sum(
            category => Math.Abs(first.GetValueOrDefault(category) - second.GetValueOrDefault(category))) / 2;
    }

    private static double[] Sorted(double[] numbers)
    {
        double[] sorted = [.. numbers.Where(number => !double.IsNaN(number))];
        Array.Sort(sorted);
        return sorted;
    }

    private static Dictionary<string, double> Shares(TableColumn column)
    {
        double present = column.Codes.Count(code => code != TableColumn.MissingCategory);
        return column.Codes.Where(code => code != TableColumn.MissingCategory).CountBy(code => code)
            .ToDictionary(count => column.Categories[count.Key], count => count.Value / present);
    }
}
