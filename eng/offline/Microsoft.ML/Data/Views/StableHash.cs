namespace Microsoft.ML.Data;

/// <summary>Hashes of column values that are the same in every process, unlike those of strings.</summary>
internal static class StableHash
{
    public static ulong Of<T>(T value) => value is ReadOnlyMemory<char> text
        ? Combine(text.ToArray().Select(c => (ulong)c))
        : DataViewRowId.Mix((ulong)value.GetHashCode());

    public static ulong OfVector<T>(VBuffer<T> vector) => Combine(vector.DenseValues().Select(Of));

    private static ulong Combine(IEnumerable<ulong> parts) => parts.Aggregate(0UL, (hash, part) => DataViewRowId.Mix(hash ^ part) + 1);
}
