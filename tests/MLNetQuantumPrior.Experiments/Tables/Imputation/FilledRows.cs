namespace MLNetQuantumPrior.Experiments;

/// <summary>A table without missing cells.</summary>
/// <param name="Cells">Cells that were there as they were; of others the most probable category or the expected number.</param>
/// <param name="Least">Of numbers that were missing, the 5 % quantile; elsewhere nothing of meaning.</param>
/// <param name="Most">Likewise, the 95 % quantile.</param>
internal sealed record FilledRows(TableCells Cells, TableCells Least, TableCells Most)
{
    /// <summary>The cells of a table, to be filled.</summary>
    public static FilledRows Of(Table holes)
    {
        int[] all = [.. Enumerable.Range(0, holes.Rows)];
        return new(holes.Cells.Select(all), holes.Cells.Select(all), holes.Cells.Select(all));
    }

    /// <summary>Fills a cell.</summary>
    public void Set(int column, int row, FilledCell cell) =>
        (Cells.Columns[column][row], Least.Columns[column][row], Most.Columns[column][row]) = (cell.Value, cell.Least, cell.Most);
}
