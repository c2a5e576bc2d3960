using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>
/// Fills the missing cells of a whole table in memory, as the product fills each row that is read: each cell is drawn given all others of
/// its row, by turns, since the others may be missing too (Gibbs sampling). A row depends on its cells, the seed and its position alone.
/// </summary>
/// <param name="conditionals">
/// For each column where its cells come from given all others; null for columns that rules compute. <c>[columns]</c>
/// </param>
/// <param name="columns">All columns of the table.</param>
/// <param name="rules">What holds in every row; null for nothing.</param>
internal sealed class MissingCells(
    ImmutableArray<ICellSource?> conditionals, ImmutableArray<ColumnProfile> columns, IRowRules? rules)
{
    private const int ChunkRows = 64;

    /// <summary>Fills a table.</summary>
    /// <param name="table">Its cells, NaN where one is missing.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="options">How.</param>
    /// <param name="threads">Most threads.</param>
    public FilledCells Fill(TableCells table, ulong seed, FillOptions options, int threads = 2)
    {
        TableCells filled = TableCells.Empty(table.Rows, columns.Length), low = TableCells.Empty(table.Rows, columns.Length);
        TableCells high = TableCells.Empty(table.Rows, columns.Length);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, (table.Rows + ChunkRows - 1) / ChunkRows, parallel, chunk =>
        {
            var row = new MissingRow(conditionals, columns, rules, options);
            for (int k = chunk * ChunkRows; k < Math.Min(table.Rows, (chunk + 1) * ChunkRows); k++)
            {
                table.CopyRow(k, row.Cells);
                SplitMix64 random = RowRandom.Of(RandomUse.FilledRows(seed), (ulong)k);
                row.Fill(ref random);
                for (int column = 0; column < columns.Length; column++)
                {
                    filled.Columns[column][k] = row.Cells[column];
                    (low.Columns[column][k], high.Columns[column][k]) = (row.Low[column], row.High[column]);
                }
            }
        });
        return new(filled, low, high);
    }
}
