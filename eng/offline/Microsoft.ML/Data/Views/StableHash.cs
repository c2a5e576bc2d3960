using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>Hashes of column values that are the same in every process, unlike those of strings.</summary>
internal static class StableHash
{
    public static ulong Of(object value) => value switch
    {
        ReadOnlyMemory<char> text => Combine(text.ToArray().Select(c => (ulong)c)),
        IEnumerable vector => Combine(vector.Cast<object>().Select(Of)),
        _ => DataViewRowId.Mix((ulong)value.GetHashCode()),
    };

    private static ulong Combine(IEnumerable<ulong> parts) => parts.Aggregate(0UL, (hash, part) => DataViewRowId.Mix(hash ^ part) + 1);
}
