using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A copy of the active columns of one row of a cursor, taken again and again.</summary>
internal sealed class RowSnapshot
{
    private readonly Cell[] _cells;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private DataViewRowId _id;

    public RowSnapshot(DataViewRow source)
    {
        _idGetter = source.GetIdGetter();
        _cells = [.. source.Schema.Select(column => source.IsColumnActive(column)
            ? (Cell)GenericCall.Invoke(MakeCell<int>, column.Type.RawType, source, column) : null)];
    }

    public DataViewRowId Id => _id;

    public void Take()
    {
        _idGetter(ref _id);
        foreach (Cell cell in _cells)
            cell?.Take();
    }

    public void Read<T>(int column, ref T destination) => ValueCopy<T>.Copy(in ((Cell<T>)_cells[column]).Value, ref destination);

    private static Cell MakeCell<T>(DataViewRow source, DataViewSchema.Column column) => new Cell<T>(source.GetGetter<T>(column));

    private abstract class Cell
    {
        public abstract void Take();
    }

    private sealed class Cell<T>(ValueGetter<T> getter) : Cell
    {
        public T Value;

        public override void Take() => getter(ref Value);
    }
}
