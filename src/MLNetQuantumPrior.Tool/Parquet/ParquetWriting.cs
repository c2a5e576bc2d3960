using Microsoft.ML;
using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior.Tool;

/// <summary>Writes rows as Parquet, a group of rows at a time.</summary>
internal static class ParquetWriting
{
    private const int GroupRows = 100_000;

    /// <inheritdoc cref="TableFile.Write"/>
    public static async Task<long> WriteAsync(
        Stream stream, IDataView rows, TableForm form, IProgress<long> progress, CancellationToken cancel)
    {
        ImmutableArray<ColumnForm> forms = form.Of(rows);
        DataField[] fields = [.. forms.Select(column => form.Fields.TryGetValue(column.Name, out DataField? own) ? own : FieldOf(column))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(fields), stream, cancellationToken: cancel).ConfigureAwait(false);
        using DataViewRowCursor cursor = rows.GetRowCursor(rows.Schema);
        ParquetTarget[] targets = [.. forms.Select((column, k) => ParquetTarget.Of(cursor, rows.Schema[k], column, fields[k]))];
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
            progress.Report(written);
        }
    }

    /// <summary>The column of a file that was no Parquet file.</summary>
    private static DataField FieldOf(ColumnForm form) => form.Type switch
    {
        CellType.Whole => new DataField<long>(form.Name, form.HasMissing),
        CellType.Number => new DataField<double>(form.Name, form.HasMissing),
        CellType.Single => new DataField<float>(form.Name, form.HasMissing),
        CellType.Flag => new DataField<bool>(form.Name, form.HasMissing),
        CellType.Date => new DateTimeDataField(form.Name, DateTimeFormat.DateAndTimeMicros, isNullable: form.HasMissing),
        _ => new DataField<string>(form.Name, true),
    };
}
