using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Getters of added columns, and what ML.NET's own rows do when one is asked for in the wrong way.</summary>
internal static class Getters
{
    /// <summary>A getter of an added column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="values">Gives the present row's values of it, when it is called.</param>
    public static Delegate Of(AddedColumn column, RowValues values) => column.Size is null
        ? (ValueGetter<float>)((ref float value) => value = values()[0])
        : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => Copy(values(), ref value));

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

    /// <summary>Values of a row.</summary>
    public delegate ReadOnlySpan<float> RowValues();

    private static void Copy(ReadOnlySpan<float> values, ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    }
}
