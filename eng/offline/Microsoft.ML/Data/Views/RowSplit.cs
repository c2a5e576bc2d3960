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
        Func<ulong> hash = _key.Length > 0
            ? (Func<ulong>)GenericCall.Invoke(HashOf<int>, _key[0].Type.RawType, row, _key[0])
            : HashOfId(row.GetIdGetter());
        // The upper 53 bits, as many as a double holds exactly.
        return () => (DataViewRowId.Mix(hash() ^ _seed) >> 11) * (1.0 / (1UL << 53));
    }

    private static Func<ulong> HashOfId(ValueGetter<DataViewRowId> getter)
    {
        DataViewRowId id = default;
        return () =>
        {
            getter(ref id);
            return DataViewRowId.Mix(id.Low) ^ id.High;
        };
    }

    private static Func<ulong> HashOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return StableHash.Of(value);
        };
    }
}
