using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Gives the cells of the present row of a cursor; of vectors, all slots are read at once.</summary>
internal sealed class CellGetters(DataViewRow row)
{
    private readonly Dictionary<int, Delegate> _vectors = []; // by column

    public Func<T> Of<T>(ParquetCell cell)
    {
        if (cell.Slot is { } slot)
        {
            if (!_vectors.TryGetValue(cell.Column.Index, out Delegate? values))
            {
                _vectors.Add(cell.Column.Index, values = Vector<T>(cell.Column));
            }

            var vector = (Func<T[]>)values;
            return () => vector()[slot];
        }

        ValueGetter<T> getter = row.GetGetter<T>(cell.Column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    /// <summary>Values of a key by their numbers in the cells, which begin at 1; 0 is missing.</summary>
    public Func<ulong> Key(ParquetCell cell)
    {
        return Type.GetTypeCode(cell.Column.Type.RawType) switch
        {
            TypeCode.Byte => Widened(Of<byte>(cell)),
            TypeCode.UInt16 => Widened(Of<ushort>(cell)),
            TypeCode.UInt32 => Widened(Of<uint>(cell)),
            _ => Of<ulong>(cell),
        };

        static Func<ulong> Widened<T>(Func<T> number)
            where T : System.Numerics.INumber<T> => () => ulong.CreateTruncating(number());
    }

    private Func<T[]> Vector<T>(DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        T[] slots = new T[((VectorDataViewType)column.Type).Size];
        long position = -1;
        return () =>
        {
            if (row.Position != position)
            {
                getter(ref value);
                value.CopyTo(slots);
                position = row.Position;
            }

            return slots;
        };
    }
}
