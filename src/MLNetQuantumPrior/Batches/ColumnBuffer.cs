using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>The values of one pass-through column for the rows of a batch, copied so that the input may reuse its own buffers.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Makes the buffer that suits the column's type.</summary>
    public static ColumnBuffer For(DataViewSchema.Column column, DataViewRow input, int size)
    {
        Type kind = column.Type is VectorDataViewType vector
            ? typeof(VectorBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ScalarBuffer<>).MakeGenericType(column.Type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(kind, column, input, size)!;
    }

    /// <summary>Keeps the input's present value as that of a row of the batch.</summary>
    public abstract void Store(int row);

    /// <summary>A getter of the row that <paramref name="row"/> names when it is called.</summary>
    public abstract Delegate Getter(Func<int> row);

    private sealed class ScalarBuffer<T>(DataViewSchema.Column column, DataViewRow input, int size) : ColumnBuffer
    {
        private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
        private readonly T[] _values = new T[size];

        public override void Store(int row) => _getter(ref _values[row]);

        public override Delegate Getter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = _values[row()]);
    }

    private sealed class VectorBuffer<T>(DataViewSchema.Column column, DataViewRow input, int size) : ColumnBuffer
    {
        private readonly ValueGetter<VBuffer<T>> _getter = input.GetGetter<VBuffer<T>>(column);
        private readonly VBuffer<T>[] _values = new VBuffer<T>[size];

        public override void Store(int row) => _getter(ref _values[row]);

        public override Delegate Getter(Func<int> row) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[row()].CopyTo(ref value));
    }
}
