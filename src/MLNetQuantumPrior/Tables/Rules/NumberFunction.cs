namespace MLNetQuantumPrior;

/// <summary>A column of numbers that follow from numbers of other columns; missing where one of those is missing.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Sources">Numbers of the columns that it follows from.</param>
/// <param name="Precision">Relative error of the numbers themselves: of single or double precision.</param>
internal abstract record NumberFunction(int Column, ImmutableArray<int> Sources, double Precision) : ColumnFunction(Column, Sources)
{
    /// <summary>How far a cell may be from the function's value: rounding of the column, and of sources that are measured.</summary>
    public abstract double Tolerance(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles);

    /// <inheritdoc/>
    public override bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles)
    {
        double cell = cells[Column];
        foreach (int source in Sources)
        {
            if (double.IsNaN(cells[source]))
            {
                return double.IsNaN(cell);
            }
        }

        return Math.Abs(cell - Compute(cells)) <= Tolerance(cells, profiles);
    }

    /// <inheritdoc/>
    public override CellSet Narrow(int column, in KnownCells row)
    {
        // Where a single source is in its range, so is the result.
        if (column == Column || (Sources.Length == 1 && row.IsOpen(Column)))
        {
            return CellSet.All;
        }

        CellSet result = row.Expected(Column);
        if (result.Least > result.Most)
        {
            return result.AllowsMissing && Sources.Length == 1 ? CellSet.Missing : CellSet.All;
        }

        double half = CellGrid.Unit(row.Profile(Column)) / 2 * (1 - 1e-6);
        (double least, double most) = Inverse(column, row, result.Least - half, result.Most + half);
        return double.IsNaN(least) || double.IsNaN(most) ? CellSet.All : CellSet.Between(least, most, result.AllowsMissing);
    }

    /// <summary>The least and the largest number of a source with which the function can lead into an interval; NaN for any.</summary>
    protected abstract (double Least, double Most) Inverse(int source, in KnownCells row, double least, double most);
}
