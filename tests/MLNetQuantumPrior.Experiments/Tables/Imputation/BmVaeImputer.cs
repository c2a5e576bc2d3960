using Microsoft.ML;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The product: draws of each missing cell, whose mean, quantiles and most frequent category are taken.</summary>
/// <param name="isQuick">Whether it is trained but for a moment.</param>
internal sealed class BmVaeImputer(bool isQuick) : ITableImputer
{
    private const int Draws = 40;

    public FilledRows Fill(Table train, Table holes, ulong seed)
    {
        TableSynthesizer synthesizer = new BmVaeTables(isQuick).FitSynthesizer(train, seed);
        IDataView view = holes.View();
        Table[] draws = [.. Enumerable.Range(0, Draws).Select(draw => train.Read(synthesizer.Impute(view, (seed * Draws) + (ulong)draw)))];
        FilledRows filled = FilledRows.Of(holes);
        for (int column = 0; column < holes.Fields.Length; column++)
        {
            for (int row = 0; row < holes.Rows; row++)
            {
                if (double.IsNaN(holes.Cells.Columns[column][row]))
                {
                    double[] values = Array.ConvertAll(draws, draw => draw.Cells.Columns[column][row]);
                    filled.Set(column, row, FilledCell.Of(holes.Fields[column].IsNumber, values));
                }
            }
        }

        return filled;
    }
}
