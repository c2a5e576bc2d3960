using Microsoft.ML;
using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior;

/// <summary>Writes rows as Parquet, a group of rows at a time.</summary>
internal static class ParquetWriting
{
    private const int GroupRows = 100_000;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cells">What of each row becomes which column.</param>
    /// <param name="progress">Receives the number of rows written; null for nobody.</param>
    /// <param name="cancel">Ends the writing.</param>
    /// <returns>How many rows were written.</returns>
    public static long Write(
        Stream stream, IDataView rows, ImmutableArray<ParquetCell> cells, IProgress<long>? progress, CancellationToken cancel) =>
        Task.Run(() => WriteAsync(stream, rows, cells, progress, cancel), CancellationToken.None).GetAwaiter().GetResult();

    private static async Task<long> WriteAsync(
        Stream stream, IDataView rows, ImmutableArray<ParquetCell> cells, IProgress<long>? progress, CancellationToken cancel)
    {
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(cells.Select(cell => cell.Field)), stream, cancellationToken: cancel).ConfigureAwait(false);
        using DataViewRowCursor cursor = rows.GetRowCursor(cells.Select(cell => cell.Column).Distinct());
        var getters = new CellGetters(cursor);
        ParquetTarget[] targets = [.. cells.Select(cell => ParquetTarget.Of(getters, cell))];
        long written = 0;
        int inGroup = 0;
        while (cursor.MoveNext())
        {
            cancel.ThrowIfCancellationRequested();
            foreach (ParquetTarget target in targets)
            {
                target.Add();
            }

            written++;
            if (++inGroup == GroupRows)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }

        if (inGroup > 0 || written == 0)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        return written;

        async Task FlushAsync()
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach (ParquetTarget target in targets)
            {
                await target.WriteAsync(group, cancel).ConfigureAwait(false);
            }

            group.CompleteValidate();
            inGroup = 0;
            progress?.Report(written);
        }
    }
}
