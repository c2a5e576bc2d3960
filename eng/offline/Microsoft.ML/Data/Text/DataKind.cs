namespace Microsoft.ML.Data;

public enum DataKind : byte
{
    SByte = 1,
    Byte = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Int64 = 7,
    UInt64 = 8,
    Single = 9,
    Double = 10,
    String = 11,
    Boolean = 12,
    TimeSpan = 13,
    DateTime = 14,
    DateTimeOffset = 15,
}

internal static class DataKinds
{
    private static readonly Type[] s_rawTypes =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float),
        typeof(double), typeof(ReadOnlyMemory<char>), typeof(bool), typeof(TimeSpan), typeof(DateTime), typeof(DateTimeOffset),
    ];

    public static PrimitiveDataViewType ToType(this DataKind kind) => PrimitiveTypes.FromRaw(s_rawTypes[(int)kind - 1]);

    public static DataKind OfRaw(Type rawType) => (DataKind)(Array.IndexOf(s_rawTypes, rawType) + 1);
}
