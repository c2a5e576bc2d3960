namespace MLNetQuantumPrior;

/// <summary>
/// Cells of a table, column by column: numbers, or the codes 0, 1, ... of categories. NaN where a cell is missing.
/// </summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">For each column <paramref name="Rows"/> cells.</param>
internal sealed record TableCells(int Rows, ImmutableArray<double[]> Columns)
{
    /// <summary>Cells of a table that is to be filled.</summary>
    public static TableCells Empty(int rows, int columns) =>
        new(rows, [.. Enumerable.Range(0, columns).Select(_ => new double[rows])]);

    /// <summary>Copies one row out. <c>[Columns.Length]</c></summary>
    public void CopyRow(int row, Span<double> cells)
    {
        for (int column = 0; column < cells.Length; column++)
        {
            cells[column] = Columns[column][row];
        }
    }

    /// <summary>Some rows, in the order of their numbers here.</summary>
    public TableCells Select(ReadOnlySpan<int> rows)
    {
        TableCells selected = Empty(rows.Length, Columns.Length);
        for (int column = 0; column < Columns.Length; column++)
        {
            for (int k = 0; k < rows.Length; k++)
            {
                selected.Columns[column][k] = Columns[column][rows[k]];
            }
        }

        return selected;
    }
}
