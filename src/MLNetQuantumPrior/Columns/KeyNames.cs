using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>What the values of a key column are called: its "KeyValues" annotation, or 1, 2, 3 .. where it has none.</summary>
internal static class KeyNames
{
    private static readonly MethodInfo ReadMethod = typeof(KeyNames).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>One name a value, in the order of the key; none without the annotation.</summary>
    public static ImmutableArray<string> Of(DataViewSchema.Column column) =>
        ItemType(column) is { } type ? (ImmutableArray<string>)ReadMethod.MakeGenericMethod(type.RawType).Invoke(null, [column])! : [];

    /// <summary>The key as a model keeps it. Values that are neither text, numbers nor Booleans become text.</summary>
    public static ModelKey ToModel(DataViewSchema.Column column, KeyDataViewType key) => new(
        checked((long)key.Count),
        ItemType(column) is NumberDataViewType or BooleanDataViewType ? Type.GetTypeCode(ItemType(column)!.RawType) : TypeCode.String,
        Of(column));

    private static PrimitiveDataViewType? ItemType(DataViewSchema.Column column) =>
        (column.Annotations.Schema.GetColumnOrNull(TextAnnotation.KeyValues)?.Type as VectorDataViewType)?.ItemType;

    private static ImmutableArray<string> Read<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];
    }
}
