using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The values of one column in memory.</summary>
internal abstract class CachedColumn
{
    public static CachedColumn Create(DataViewRow source, DataViewSchema.Column column) =>
        (CachedColumn)GenericCall.Invoke(Create<int>, column.Type.RawType, source, column);

    /// <summary>Adds the value of the row that the source stands on.</summary>
    public abstract void Append();

    private static CachedColumn Create<T>(DataViewRow source, DataViewSchema.Column column) =>
        new CachedColumn<T>(source.GetGetter<T>(column));
}

internal sealed class CachedColumn<T>(ValueGetter<T> getter) : CachedColumn
{
    private readonly List<T> _values = [];

    public override void Append()
    {
        T value = default;
        getter(ref value);
        _values.Add(value);
    }

    public void Read(int row, ref T value) => ValueCopy<T>.Copy(in CollectionsMarshal.AsSpan(_values)[row], ref value);
}
