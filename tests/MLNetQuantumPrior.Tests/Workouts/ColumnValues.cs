using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>The values of some columns of Single, or of vectors of it, row by row.</summary>
internal static class ColumnValues
{
    /// <summary>All rows of one cursor, in its order: a vector a column.</summary>
    public static List<(DataViewRowId Id, float[][] Columns)> Read(DataViewRowCursor cursor, params string[] columns)
    {
        var rows = new List<(DataViewRowId, float[][])>();
        using (cursor)
        {
            Func<float[]>[] getters = [.. columns.Select(name => Getter(cursor, cursor.Schema[name]))];
            ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
            DataViewRowId id = default;
            while (cursor.MoveNext())
            {
                idGetter(ref id);
                rows.Add((id, [.. getters.Select(getter => getter())]));
            }
        }

        return rows;
    }

    public static List<(DataViewRowId Id, float[][] Columns)> Read(IDataView view, params string[] columns) =>
        Read(view.GetRowCursor([.. columns.Select(name => view.Schema[name])]), columns);

    /// <summary>One column of all rows, a vector each: of one value where the column is a Single.</summary>
    public static float[][] Of(IDataView view, string column) => [.. Read(view, column).Select(row => row.Columns[0])];

    private static Func<float[]> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<float> number = row.GetGetter<float>(column);
            return () =>
            {
                float value = 0;
                number(ref value);
                return [value];
            };
        }

        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> vector = default;
        return () =>
        {
            getter(ref vector);
            return [.. vector.DenseValues()];
        };
    }

    /// <summary>Equal within what sums of floats in another order may differ by.</summary>
    public static void AssertClose(float[] expected, float[] actual, double tolerance, string what)
    {
        Assert.HasCount(expected.Length, actual, what);
        for (int slot = 0; slot < expected.Length; slot++)
        {
            Assert.AreEqual(expected[slot], actual[slot], tolerance * Math.Max(1, Math.Abs(expected[slot])), $"{what}, slot {slot}");
        }
    }
}
