using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A table in memory, or some rows of it.</summary>
internal sealed class StoredTable : IDataView
{
    private readonly IReadOnlyList<StoredColumn> _columns;
    private readonly int[]? _rows;

    /// <param name="columns">The columns, of equal length.</param>
    /// <param name="rows">The rows that it has; null for all.</param>
    public StoredTable(IReadOnlyList<StoredColumn> columns, int[]? rows = null)
    {
        (_columns, _rows) = (columns, rows);
        var schema = new DataViewSchema.Builder();
        foreach (StoredColumn column in columns)
        {
            schema.AddColumn(column.Name, column.Type);
        }

        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public int Rows => _rows?.Length ?? (_columns.Count == 0 ? 0 : _columns[0].Rows);

    public long? GetRowCount() => Rows;

    /// <summary>Some of all the rows.</summary>
    public StoredTable Some(int[] rows) => new(_columns, rows);

    /// <summary>Some of the columns.</summary>
    public StoredTable Only(IReadOnlySet<string> names) => new([.. _columns.Where(column => names.Contains(column.Name))], _rows);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(StoredTable table, HashSet<int> active) : DataViewRowCursor
    {
        private int _position = -1;
        private bool _isEnded;

        public override long Position => _isEnded ? -1 : _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => table.Schema;

        public override bool MoveNext()
        {
            _isEnded = _isEnded || ++_position >= table.Rows;
            return !_isEnded;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)Position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (ValueGetter<TValue>)table._columns[column.Index].Getter(() => table._rows?[_position] ?? _position);
    }
}
