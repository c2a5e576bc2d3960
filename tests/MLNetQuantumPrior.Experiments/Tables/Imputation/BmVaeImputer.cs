using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The product: draws of each missing cell, whose mean, quantiles and most frequent category are taken.</summary>
/// <param name="isQuick">Whether it is trained but for a moment.</param>
internal sealed class BmVaeImputer(bool isQuick) : ITableImputer
{
    private const int Draws = 100;

    public FilledRows Fill(Table train, Table holes, ulong seed)
    {
        TableSynthesizer synthesizer = new BmVaeTables(isQuick).FitSynthesizer(train, seed);
        IDataView rows = synthesizer.Impute(holes.View(), new() { Draws = Draws, AddsIntervals = true, Seed = seed });
        Table values = train.Read(rows);
        FilledRows filled = FilledRows.Of(holes);
        for (int column = 0; column < holes.Fields.Length; column++)
        {
            bool isNumber = holes.Fields[column].IsNumber;
            double[] cells = values.Cells.Columns[column];
            double[] least = isNumber ? Numbers(rows, $"{holes.Fields[column].Name}.Low") : cells;
            double[] most = isNumber ? Numbers(rows, $"{holes.Fields[column].Name}.High") : cells;
            for (int row = 0; row < holes.Rows; row++)
            {
                if (double.IsNaN(holes.Cells.Columns[column][row]))
                {
                    filled.Set(column, row, new(cells[row], least[row], most[row]));
                }
            }
        }

        return filled;
    }

    private static double[] Numbers(IDataView rows, string name) => [.. rows.GetColumn<float>(name).Select(number => (double)number)];
}
