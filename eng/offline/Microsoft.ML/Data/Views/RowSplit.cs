using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Gives each row a number in [0, 1) that depends only on a seed and on the row's id, or on the value of a column.
/// Parts of a split are ranges of that number, so that they share no row and leave none out.</summary>
internal sealed class RowSplit
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column[] _key;
    private readonly ulong _seed;

    public RowSplit(IDataView data, string samplingKeyColumnName, int seed)
    {
        _data = data;
        _seed = DataViewRowId.Mix((ulong)seed);
        _key = [];
        if (samplingKeyColumnName != null)
        {
            _key = [data.Schema.GetColumnOrNull(samplingKeyColumnName)
                ?? throw Contracts.ExceptSchemaMismatch("samplingKeyColumn", "SamplingKeyColumn", samplingKeyColumnName)];
        }
    }

    /// <summary>The rows whose number lies in the range, or those whose number does not.</summary>
    public IDataView Part(double from, double to, bool inside) => new FilteredView(_data, _key, row =>
    {
        Func<double> number = NumberOf(row);
        return () => (number() is var x && x >= from && x < to) == inside;
    });

    private Func<double> NumberOf(DataViewRow row)
    {
        Func<ulong> hash = _key switch
        {
            [] => Hash(row.GetIdGetter(), id => DataViewRowId.Mix(id.Low) ^ id.High),
            [{ Type: VectorDataViewType type }] => (Func<ulong>)GenericCall.Invoke(HashOfVector<int>, type.ItemType.RawType, row),
            [var key, ..] => (Func<ulong>)GenericCall.Invoke(HashOfScalar<int>, key.Type.RawType, row),
        };
        // The upper 53 bits, as many as a double holds exactly.
        return () => (DataViewRowId.Mix(hash() ^ _seed) >> 11) * (1.0 / (1UL << 53));
    }

    private Func<ulong> HashOfScalar<T>(DataViewRow row) => Hash(row.GetGetter<T>(_key[0]), StableHash.Of);

    private Func<ulong> HashOfVector<T>(DataViewRow row) => Hash(row.GetGetter<VBuffer<T>>(_key[0]), StableHash.OfVector);

    private static Func<ulong> Hash<T>(ValueGetter<T> getter, Func<T, ulong> hash)
    {
        T value = default;
        return () =>
        {
            getter(ref value);
            return hash(value);
        };
    }
}
