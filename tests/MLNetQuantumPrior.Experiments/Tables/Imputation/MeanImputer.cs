namespace MLNetQuantumPrior.Experiments;

/// <summary>The mean of a column of numbers, the mode of one of categories.</summary>
internal sealed class MeanImputer : ITableImputer
{
    public FilledRows Fill(Table train, Table holes, ulong seed)
    {
        FilledRows filled = FilledRows.Of(holes);
        for (int column = 0; column < holes.Fields.Length; column++)
        {
            var plain = FilledCell.Of(
                holes.Fields[column].IsNumber, [.. train.Cells.Columns[column].Where(cell => !double.IsNaN(cell))]);
            for (int row = 0; row < holes.Rows; row++)
            {
                if (double.IsNaN(holes.Cells.Columns[column][row]))
                {
                    filled.Set(column, row, plain);
                }
            }
        }

        return filled;
    }
}
