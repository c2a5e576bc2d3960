using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class RowErrors
{
    public const string NoCurrentRow = "Values cannot be fetched at this time. This method was called either before the first call to "
        + "MoveNext, or at any point after that method returned false.";

    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw WrongType<TValue>(column);

    public static Exception WrongType<TValue>(DataViewSchema.Column column) =>
        Contracts.Except($"Invalid TValue in GetGetter for column #{column}: '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");
}
