using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A table as a view: numbers as Single, NaN where one is missing; categories as text, empty where one is missing.</summary>
internal sealed class TableView : IDataView
{
    private readonly Table _table;

    public TableView(Table table)
    {
        _table = table;
        var builder = new DataViewSchema.Builder();
        foreach (TableField field in table.Fields)
        {
            builder.AddColumn(field.Name, field.IsNumber ? NumberDataViewType.Single : TextDataViewType.Instance);
        }

        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _table.Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TableView view, HashSet<int> active) : DataViewRowCursor
    {
        private int _row = -1;

        public override long Position => _row;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext()
        {
            bool has = _row < view._table.Rows - 1;
            _row = has ? _row + 1 : view._table.Rows;
            return has;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)_row, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            double[] cells = view._table.Cells.Columns[column.Index];
            TableField field = view._table.Fields[column.Index];
            Delegate getter = field.IsNumber
                ? (ValueGetter<float>)((ref float value) => value = (float)cells[_row])
                : (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
                    value = double.IsNaN(cells[_row]) ? default : field.Categories[(int)cells[_row]].AsMemory());
            return (ValueGetter<TValue>)getter;
        }
    }
}
