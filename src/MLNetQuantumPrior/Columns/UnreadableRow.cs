using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>
/// A row that a component before ours fails at, such as ML.NET's <c>LoadImages</c> at a damaged file: its errors do not name the file, but
/// texts of the row, such as its path, do.
/// </summary>
internal static class UnreadableRow
{
    private const int MostTexts = 3, LongestText = 200;

    /// <summary>Whether an error is about the row, and not about the whole read.</summary>
    public static bool IsMeant(Exception error) =>
        error is not (OperationCanceledException or OutOfMemoryException) && (error.InnerException is not { } inner || IsMeant(inner));

    /// <summary>
    /// Looks for the first row of a view that columns cannot be read of, since a view that reads on several threads does not say where one
    /// failed. Returns where each row can be read, or the view ends in an error of its own.
    /// </summary>
    /// <exception cref="InvalidDataException">There is such a row; the message names it.</exception>
    public static void ThrowNamed(IDataView view, IEnumerable<DataViewSchema.Column> columns)
    {
        DataViewSchema.Column[] read = [.. columns];
        using DataViewRowCursor cursor = OneByOne(view, read.Concat(TextColumns(view.Schema)));
        ColumnBuffer[] values = [.. read.Select(column => ColumnBuffer.For(column, cursor, size: 1))];
        for (long position = 0; MoveNext(); position++)
        {
            for (int k = 0; k < values.Length; k++)
            {
                try
                {
                    values[k].Store(0);
                }
                catch (Exception error) when (IsMeant(error))
                {
                    throw Error(read[k], position, cursor, error);
                }
            }
        }

        bool MoveNext()
        {
            try
            {
                return cursor.MoveNext();
            }
            catch (Exception error) when (IsMeant(error))
            {
                return false;
            }
        }
    }

    /// <summary>The error with the name of the row.</summary>
    /// <param name="column">The column that cannot be read.</param>
    /// <param name="position">Number of the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="error">Why it cannot be read.</param>
    public static InvalidDataException Error(DataViewSchema.Column column, long position, DataViewRow row, Exception error) =>
        new($"Column '{column.Name}', row {position}{Texts(row)}: expected a row that can be read, got: {error.Message}", error);

    /// <summary>Names and texts of those text columns of a row that its cursor was opened with.</summary>
    public static string Texts(DataViewRow row)
    {
        string[] texts = [.. TextColumns(row.Schema).Where(row.IsColumnActive).Take(MostTexts).Select(column =>
        {
            ReadOnlyMemory<char> text = default;
            row.GetGetter<ReadOnlyMemory<char>>(column)(ref text);
            return $"{column.Name} '{(text.Length > LongestText ? $"{text[..LongestText]}..." : text)}'";
        })];
        return texts.Length == 0 ? "" : $" ({string.Join(", ", texts)})";
    }

    /// <summary>Columns of one text a row.</summary>
    public static IEnumerable<DataViewSchema.Column> TextColumns(DataViewSchema schema) =>
        schema.Where(column => column.Type is TextDataViewType && !column.IsHidden);

    /// <summary>
    /// A cursor on one thread, whose getters fail, and not its MoveNext: ML.NET's cursors read ahead on several threads, and end at the
    /// first error of any.
    /// </summary>
    public static DataViewRowCursor OneByOne(IDataView view, IEnumerable<DataViewSchema.Column> columns, Random? random = null)
    {
        DataViewSchema.Column[] read = [.. columns.DistinctBy(column => column.Index)];
        return view.GetRowCursorSet(read, 1, random) is [var cursor] ? cursor : view.GetRowCursor(read, random);
    }
}
