namespace Microsoft.ML.Data;

/// <summary>The column type that holds a .NET type, and the parts of a column type.</summary>
internal static class PrimitiveTypes
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> _byRawType = new PrimitiveDataViewType[]
    {
        TextDataViewType.Instance, BooleanDataViewType.Instance, RowIdDataViewType.Instance,
        TimeSpanDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance,
    }.Concat(NumberDataViewType.All).ToDictionary(type => type.RawType);

    public static bool TryFromRaw(Type rawType, out PrimitiveDataViewType type) => _byRawType.TryGetValue(rawType, out type);

    public static PrimitiveDataViewType FromRaw(Type rawType) => _byRawType[rawType];

    /// <summary>A number, a text, a truth value, a time or a row id: neither key nor vector.</summary>
    public static bool IsStandardScalar(this DataViewType type) =>
        _byRawType.TryGetValue(type.RawType, out PrimitiveDataViewType known) && known == type;

    public static DataViewType ItemType(this DataViewType type) => (type as VectorDataViewType)?.ItemType ?? type;

    /// <summary>The size of a vector; 0 for one of unknown size and for a scalar.</summary>
    public static int VectorSize(this DataViewType type) => (type as VectorDataViewType)?.Size ?? 0;
}
