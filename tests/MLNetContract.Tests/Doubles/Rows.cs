using Microsoft.ML;

namespace MLNetContract.Tests.Doubles;

/// <summary>Reads what cursors show.</summary>
internal static class Rows
{
    public static List<T> ReadAll<T>(DataViewRowCursor cursor, string column) => ReadAll<T>(cursor, cursor.Schema[column]);

    public static List<T> ReadAll<T>(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        using (cursor)
        {
            ValueGetter<T> getter = cursor.GetGetter<T>(column);
            var values = new List<T>();
            T value = default;
            while (cursor.MoveNext())
            {
                getter(ref value);
                values.Add(value);
            }
            return values;
        }
    }

    public static DataViewRowCursor Cursor(this IDataView view, params string[] columns) =>
        view.GetRowCursor(columns.Select(c => view.Schema[c]));

    /// <summary>Reads the cursors of a set, each on a thread of its own.</summary>
    public static List<T>[] ReadParallel<T>(IDataView view, string column, int n, Random rand = null)
    {
        DataViewRowCursor[] cursors = view.GetRowCursorSet([view.Schema[column]], n, rand);
        var read = new List<T>[cursors.Length];
        Thread[] threads = [.. cursors.Select((cursor, i) => new Thread(() => read[i] = ReadAll<T>(cursor, column)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return read;
    }

    /// <summary>The values of the column "Number".</summary>
    public static int[] Numbers(IDataView view) => [.. ReadAll<int>(view.Cursor("Number"), "Number")];
}
