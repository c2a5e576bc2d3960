using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of text files, read anew by each cursor, a line at a time.</summary>
internal sealed class TextView(DataViewSchema schema, TextColumn[] columns, TextFormat format, IMultiStreamSource files) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(schema, columns, format, new TextLines(format, files), ActiveColumns.Of(schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly TextLines _lines;
        private readonly TextCell[] _cells;
        private readonly long _maxRows;
        private long _position = -1;
        private bool _ended;

        public Cursor(DataViewSchema schema, TextColumn[] columns, TextFormat format, TextLines lines, bool[] active)
        {
            Schema = schema;
            _lines = lines;
            _maxRows = format.MaxRows;
            _cells = [.. columns.Select((column, i) => active[i] ? column.MakeCell(lines, format.Parsing) : null)];
        }

        public override long Position => _ended ? -1 : _position;

        public override long Batch => 0;

        public override DataViewSchema Schema { get; }

        public override bool MoveNext()
        {
            if (_ended || _position + 1 == _maxRows || !_lines.MoveNext())
            {
                Dispose();
                return false;
            }
            foreach (TextCell cell in _cells)
                cell?.Read();
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        {
            CheckRow();
            id = new DataViewRowId((ulong)_position, 0);
        };

        public override bool IsColumnActive(DataViewSchema.Column column) => _cells[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Contracts.CheckParam(IsColumnActive(column), nameof(column), "requested column not active");
            return RowErrors.Cast<TValue>(_cells[column.Index].MakeGetter(CheckRow), column);
        }

        protected override void Dispose(bool disposing)
        {
            if (_ended)
                return;
            _ended = true;
            _lines.Dispose();
        }

        private void CheckRow() => Contracts.Check(Position >= 0, RowErrors.NoCurrentRow);
    }
}
