using System.Text;
using Microsoft.ML;

namespace MLNetQuantumPrior.Tool;

/// <summary>Writes rows as CSV, as they come.</summary>
internal static class CsvWriting
{
    private const int RowsPerReport = 1000;

    /// <inheritdoc cref="TableFile.Write"/>
    public static long Write(Stream stream, IDataView rows, TableForm form, IProgress<long> progress, CancellationToken cancel)
    {
        CsvDialect dialect = form.Dialect ?? CsvDialect.Plain;
        ImmutableArray<ColumnForm> forms = form.Of(rows);
        using var text = new StreamWriter(stream, new UTF8Encoding(dialect.HasByteOrderMark), 1 << 16, leaveOpen: true);
        var line = new StringBuilder();
        for (int k = 0; k < forms.Length; k++)
        {
            Separate(line, k, dialect);
            CsvCell.Append(line, forms[k].Written ?? forms[k].Name, forms[k].HasQuotedName, dialect);
        }

        End(line, text, dialect);
        using DataViewRowCursor cursor = rows.GetRowCursor(rows.Schema);
        Action<StringBuilder>[] cells = [.. forms.Select((column, k) => CsvCell.Writer(cursor, rows.Schema[k], column, dialect))];
        long written = 0;
        while (cursor.MoveNext())
        {
            cancel.ThrowIfCancellationRequested();
            for (int k = 0; k < cells.Length; k++)
            {
                Separate(line, k, dialect);
                cells[k](line);
            }

            if (line.Length == 0)
            {
                line.Append("\"\""); // a blank line is no record
            }

            End(line, text, dialect);
            if (++written % RowsPerReport == 0)
            {
                progress.Report(written);
            }
        }

        progress.Report(written);
        return written;
    }

    private static void Separate(StringBuilder line, int column, CsvDialect dialect)
    {
        if (column > 0)
        {
            line.Append(dialect.Separator);
        }
    }

    private static void End(StringBuilder line, StreamWriter text, CsvDialect dialect)
    {
        line.Append(dialect.LineBreak);
        text.Write(line);
        line.Clear();
    }
}
