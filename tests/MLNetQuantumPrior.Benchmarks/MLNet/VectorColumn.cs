using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Reads a column of vectors from the first row to the last.</summary>
internal static class VectorColumn
{
    /// <param name="view">The view.</param>
    /// <param name="name">The column.</param>
    /// <param name="seen">Called with each row's number and values; null where reading is all.</param>
    public static void Read(IDataView view, string name, Action<long, VBuffer<float>>? seen = null)
    {
        DataViewSchema.Column column = view.Schema[name];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            seen?.Invoke(cursor.Position, buffer);
        }
    }
}
