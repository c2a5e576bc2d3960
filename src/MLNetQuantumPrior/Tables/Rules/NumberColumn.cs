namespace MLNetQuantumPrior;

/// <summary>A column of numbers, as the search for functions sees it.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Cells">Its cells, NaN where one is missing.</param>
/// <param name="Unit">Distance of neighbouring numbers; 0 where any may occur.</param>
/// <param name="Mean">Mean of its numbers.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Distinct">How many different ones there are.</param>
/// <param name="Unusual">How many are not the most frequent one.</param>
/// <param name="Precision">Relative error of the numbers themselves, as they are of single or double precision.</param>
internal sealed record NumberColumn(
    int Column, double[] Cells, double Unit, double Mean, double Deviation, int Distinct, int Unusual, double Precision)
{
    /// <summary>Looks at a column.</summary>
    public static NumberColumn Of(int column, double[] cells, ColumnProfile profile)
    {
        double[] sorted = [.. cells.Where(cell => !double.IsNaN(cell))];
        Array.Sort(sorted);
        (int distinct, int most) = (0, 0);
        bool isSingle = true, isExact = profile.Numbers!.Decimals is not null;
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            (distinct, most) = (distinct + 1, Math.Max(most, end - first));
            isSingle &= (float)sorted[first] == sorted[first];
            isExact &= Math.Round(sorted[first], profile.Numbers.Decimals ?? 0) == sorted[first];
        }

        double mean = sorted.Average();
        double deviation = Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / sorted.Length);
        return new(
            column, cells, CellGrid.Unit(profile), mean, deviation, distinct, sorted.Length - most, isSingle && !isExact ? 2e-7 : 1e-11);
    }
}
