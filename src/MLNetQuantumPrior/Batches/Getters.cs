using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Getters of added columns, and what ML.NET's own rows do when one is asked for in the wrong way.</summary>
internal static class Getters
{
    /// <summary>A getter of an added column in the row of the batch that <paramref name="row"/> names when it is called.</summary>
    public static ValueGetter<VBuffer<float>> Of(RowBatch batch, int added, Func<int> row) =>
        (ref VBuffer<float> value) => Copy(batch.Values(added, row()), ref value);

    /// <summary>A getter of an added column in the first row of the batch that <paramref name="batch"/> gives when it is called.</summary>
    public static ValueGetter<VBuffer<float>> Of(Func<RowBatch> batch, int added) =>
        (ref VBuffer<float> value) => Copy(batch().Values(added, row: 0), ref value);

    /// <summary>Hands out a getter as the type that the consumer wants.</summary>
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': expected {column.Type.RawType}, got {typeof(TValue)}.");

    /// <summary>A column that the consumer did not ask for when it opened the cursor.</summary>
    public static InvalidOperationException Inactive(DataViewSchema.Column column) =>
        new($"Column '{column.Name}': expected a column that was asked for when the cursor was opened, got an inactive one.");

    /// <summary>A value that was asked for where there is no row.</summary>
    public static InvalidOperationException NoRow() =>
        new("Row: expected a call after MoveNext returned true, got one before the first row or after the last.");

    private static void Copy(ReadOnlySpan<float> values, ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    }
}
