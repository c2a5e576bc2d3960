namespace MLNetQuantumPrior;

/// <summary>In how many rows of a table a function holds.</summary>
internal static class FunctionCheck
{
    /// <summary>Whether a function holds in all rows but a share of them.</summary>
    /// <param name="function">The function.</param>
    /// <param name="table">The table.</param>
    /// <param name="profiles">Profiles of its columns.</param>
    /// <param name="exceptions">Share of the rows in which it need not hold; a cell that is missing or not is no such exception.</param>
    /// <param name="inexact">Share of the rows in which the cell may be another one of those that are close enough.</param>
    public static bool Holds(
        ColumnFunction function, TableCells table, ImmutableArray<ColumnProfile> profiles, double exceptions = 0, double inexact = 1)
    {
        double[] cells = new double[profiles.Length];
        double[] column = table.Columns[function.Column];
        double left = exceptions * table.Rows, leftInexact = inexact * table.Rows;
        ColumnProfile profile = profiles[function.Column];
        for (int row = 0; row < table.Rows; row++)
        {
            cells[function.Column] = column[row];
            bool known = true;
            foreach (int source in function.Sources)
            {
                cells[source] = table.Columns[source][row];
                known &= !double.IsNaN(cells[source]);
            }

            if (!function.HoldsIn(cells, profiles) && (known == double.IsNaN(column[row]) || --left < 0))
            {
                return false;
            }

            if (inexact < 1 && known && CellGrid.Rounded(profile, function.Compute(cells)) != column[row] && --leftInexact < 0)
            {
                return false;
            }
        }

        return true;
    }
}
