namespace MLNetQuantumPrior;

/// <summary>A column of few different cells, as the search for functions and impossible pairs sees it.</summary>
/// <param name="Key">Its states.</param>
/// <param name="States">The state of each row.</param>
/// <param name="Counts">How many rows each state has.</param>
internal sealed record DiscreteColumn(LookupKey Key, int[] States, int[] Counts)
{
    /// <summary>Different numbers beyond which a column of numbers is not one of few different cells.</summary>
    private const int MostNumbers = 32;

    /// <summary>Rows that each different number must have on average.</summary>
    private const int RowsPerNumber = 20;

    /// <summary>Number of the column.</summary>
    public int Column => Key.Column;

    /// <summary>How many states occur.</summary>
    public int Occurring => Counts.Count(count => count > 0);

    /// <summary>How many rows are not in the most frequent state.</summary>
    public int Unusual => States.Length - Counts.Max();

    /// <summary>Looks at a column; null if it has too many different cells.</summary>
    public static DiscreteColumn? Of(int column, double[] cells, ColumnProfile profile)
    {
        ImmutableArray<double> values = [];
        if (!profile.IsCategory)
        {
            if (profile.Numbers!.Knots.Length > MostNumbers)
            {
                return null; // Up to 256 different numbers are knots, each of them.
            }

            values = [.. profile.Numbers.Knots.Select(knot => knot.Value)];
            if (values.Length * RowsPerNumber > cells.Length)
            {
                return null;
            }
        }

        LookupKey key = new(column, profile.Categories, values);
        int[] states = new int[cells.Length], counts = new int[key.Count];
        for (int row = 0; row < cells.Length; row++)
        {
            counts[states[row] = key.Of(cells[row])]++;
        }

        return new(key, states, counts);
    }
}
