using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>What ML.NET's own rows do when a getter is asked for in the wrong way.</summary>
internal static class Getters
{
    /// <summary>A column that the consumer did not ask for when it opened the cursor.</summary>
    public static InvalidOperationException Inactive(DataViewSchema.Column column) =>
        new($"Column '{column.Name}': expected a column that was asked for when the cursor was opened, got an inactive one.");

    /// <summary>Hands out a getter as the type that the consumer wants.</summary>
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Invalid TValue in GetGetter for column '{column.Name}': expected {column.Type.RawType}, got {typeof(TValue)}.");
}
