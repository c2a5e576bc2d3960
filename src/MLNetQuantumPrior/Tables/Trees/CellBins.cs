namespace MLNetQuantumPrior;

/// <summary>
/// A column's cells as a tree sees them: numbers lie between cuts, which follow from the column's quantiles, and categories are what they
/// are. The last bin is that of missing cells.
/// </summary>
internal sealed class CellBins
{
    /// <summary>Bins that a column may have, the missing cells' among them.</summary>
    public const int MostBins = 256;

    // So many ranks, each with a cut below and one above its value, and the bin of missing cells remain below MostBins.
    private const int Ranks = 48;

    private readonly int _categories;

    public CellBins(ColumnProfile column)
    {
        _categories = column.Categories;
        Cuts = column.Numbers is { } numbers ? CutsOf(numbers) : [];
        Count = column.IsCategory ? Math.Min(_categories + 1, MostBins) : Cuts.Length + 2;
    }

    /// <summary>How many bins there are.</summary>
    public int Count { get; }

    /// <summary>The bin of missing cells.</summary>
    public int Missing => Count - 1;

    /// <summary>Whether bins have no order.</summary>
    public bool IsCategory => _categories > 0;

    /// <summary>Ascending numbers that part neighbouring bins; a number equal to one is below it.</summary>
    public double[] Cuts { get; }

    /// <summary>The bin of a cell. Categories beyond the number of bins share one.</summary>
    public int Of(double cell)
    {
        if (double.IsNaN(cell))
        {
            return Missing;
        }

        if (IsCategory)
        {
            return Math.Min((int)cell, Count - 2);
        }

        int found = Array.BinarySearch(Cuts, cell);
        return found >= 0 ? found : ~found;
    }

    private static double[] CutsOf(NumberQuantiles numbers)
    {
        var cuts = new SortedSet<double>();
        ImmutableArray<RankKnot> knots = numbers.Knots;
        for (int place = 1, k = 0; place < Ranks; place++)
        {
            double rank = place / (double)Ranks;
            while (k < knots.Length - 1 && knots[k + 1].Low <= rank)
            {
                k++;
            }

            if (k > 0)
            {
                cuts.Add(Middle(knots[k - 1], knots[k]));
            }

            if (k < knots.Length - 1)
            {
                cuts.Add(Middle(knots[k], knots[k + 1]));
            }
        }

        return [.. cuts];
    }

    private static double Middle(RankKnot below, RankKnot above) => below.Value + ((above.Value - below.Value) / 2);
}
