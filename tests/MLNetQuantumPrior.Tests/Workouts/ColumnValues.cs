using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>The values of some vector columns of a view, row by row.</summary>
internal static class ColumnValues
{
    /// <summary>All rows of one cursor, in its order: a vector a column.</summary>
    public static List<(DataViewRowId Id, float[][] Columns)> Read(DataViewRowCursor cursor, params string[] columns)
    {
        var rows = new List<(DataViewRowId, float[][])>();
        using (cursor)
        {
            ValueGetter<VBuffer<float>>[] getters = [.. columns.Select(name => cursor.GetGetter<VBuffer<float>>(cursor.Schema[name]))];
            ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
            VBuffer<float> value = default;
            DataViewRowId id = default;
            while (cursor.MoveNext())
            {
                idGetter(ref id);
                rows.Add((id, [.. getters.Select(getter =>
                {
                    getter(ref value);
                    return value.DenseValues().ToArray();
                })]));
            }
        }

        return rows;
    }

    public static List<(DataViewRowId Id, float[][] Columns)> Read(IDataView view, params string[] columns) =>
        Read(view.GetRowCursor([.. columns.Select(name => view.Schema[name])]), columns);

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
