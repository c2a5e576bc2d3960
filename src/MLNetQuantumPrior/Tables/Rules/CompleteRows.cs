namespace MLNetQuantumPrior;

/// <summary>Rows in which many columns have numbers at once, and those columns.</summary>
/// <param name="Columns">Places of the columns.</param>
/// <param name="Rows">Numbers of the rows, ascending.</param>
internal readonly record struct CompleteRows(ImmutableArray<int> Columns, int[] Rows)
{
    /// <summary>The most rows that are taken: enough for a first look, which is all that they are for.</summary>
    private const int MostRows = 4000;

    /// <summary>Leaves out columns with the most gaps until a quarter of the rows has no gap.</summary>
    /// <param name="columns">Columns, not finite where there is a gap.</param>
    /// <param name="rows">Number of rows.</param>
    public static CompleteRows Of(IReadOnlyList<double[]> columns, int rows)
    {
        int[] gaps = [.. columns.Select(cells => cells.Count(cell => !double.IsFinite(cell)))];
        List<int> kept = [.. Enumerable.Range(0, columns.Count).OrderBy(place => gaps[place]).ThenBy(place => place)];
        while (true)
        {
            List<int> complete = [];
            for (int row = 0; row < rows; row++)
            {
                bool all = true;
                for (int k = kept.Count - 1; all && k >= 0; k--)
                {
                    all = double.IsFinite(columns[kept[k]][row]);
                }

                if (all)
                {
                    complete.Add(row);
                }
            }

            if (complete.Count * 4 >= rows || kept.Count == 0 || gaps[kept[^1]] == 0)
            {
                int step = Math.Max(1, (complete.Count + MostRows - 1) / MostRows);
                return new([.. kept.Order()], [.. complete.Where((_, k) => k % step == 0)]);
            }

            kept.RemoveAt(kept.Count - 1);
        }
    }
}
