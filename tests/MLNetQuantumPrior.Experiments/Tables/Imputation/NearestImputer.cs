namespace MLNetQuantumPrior.Experiments;

/// <summary>The nearest training rows that have the cell, by the cells that are there: their mean or mode.</summary>
internal sealed class NearestImputer : ITableImputer
{
    private const int Neighbours = 20;

    public FilledRows Fill(Table train, Table holes, ulong seed)
    {
        var distance = new NearestRows(train);
        FilledRows filled = FilledRows.Of(holes);
        int[][] having = [.. train.Cells.Columns.Select(cells =>
            (int[])[.. Enumerable.Range(0, train.Rows).Where(row => !double.IsNaN(cells[row]))])];
        double[] cells = new double[holes.Fields.Length];
        for (int row = 0; row < holes.Rows; row++)
        {
            holes.Cells.CopyRow(row, cells);
            for (int column = 0; column < cells.Length; column++)
            {
                if (double.IsNaN(cells[column]))
                {
                    int[] near = distance.Of(cells, having[column], Neighbours, other => !double.IsNaN(cells[other]));
                    double[] values = Array.ConvertAll(near, other => train.Cells.Columns[column][other]);
                    filled.Set(column, row, FilledCell.Of(holes.Fields[column].IsNumber, values));
                }
            }
        }

        return filled;
    }
}
