using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>What the values of a key column are called: its "KeyValues" annotation, or 1, 2, 3 .. where it has none.</summary>
internal static class KeyNames
{
    private static readonly MethodInfo ReadMethod = typeof(KeyNames).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>One name a value, in the order of the key.</summary>
    public static ImmutableArray<string> Of(DataViewSchema.Column column, KeyDataViewType key) =>
        column.Annotations.Schema.GetColumnOrNull(TextAnnotation.KeyValues) is { Type: VectorDataViewType values }
            ? (ImmutableArray<string>)ReadMethod.MakeGenericMethod(values.ItemType.RawType).Invoke(null, [column])!
            : [.. Enumerable.Range(1, checked((int)key.Count)).Select(value => value.ToString(CultureInfo.InvariantCulture))];

    private static ImmutableArray<string> Read<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];
    }
}
