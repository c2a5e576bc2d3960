using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Keeps in memory each column that was asked for once; the source computes it for every row
/// once, when the first cursor needs it.</summary>
internal sealed class CacheView : IDataView
{
    private readonly IDataView _source;
    private readonly CachedColumn[] _columns;
    private readonly Lock _filling = new();
    private long? _rowCount;

    public CacheView(IDataView source, params IEnumerable<DataViewSchema.Column> prefetch)
    {
        _source = source;
        _columns = new CachedColumn[source.Schema.Count];
        _rowCount = source.GetRowCount();
        DataViewSchema.Column[] columns = [.. prefetch];
        if (columns.Length > 0)
            Fill(columns);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount()
    {
        lock (_filling)
            return _rowCount;
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        n = Math.Max(1, n);
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        int rows = Fill([.. Schema.Where(c => active[c.Index])]);
        int[] order = rand == null ? null : [.. Enumerable.Range(0, rows)];
        if (order != null)
            rand.Shuffle(order);
        int FirstRowOf(long cursor) => (int)(cursor * rows / n);
        return [.. Enumerable.Range(0, n).Select(i => new Cursor(this, active, order, FirstRowOf(i), FirstRowOf(i + 1), batch: i))];
    }

    /// <summary>Caches the columns that are not cached yet, and returns the number of rows.</summary>
    private int Fill(DataViewSchema.Column[] needed)
    {
        lock (_filling)
        {
            DataViewSchema.Column[] missing = [.. needed.Where(c => _columns[c.Index] == null)];
            if (missing.Length == 0 && _rowCount is { } known)
                return (int)known;
            using DataViewRowCursor cursor = _source.GetRowCursor(missing);
            CachedColumn[] filled = [.. missing.Select(c => CachedColumn.Create(cursor, c))];
            int rows = 0;
            for (; cursor.MoveNext(); rows++)
            {
                foreach (CachedColumn column in filled)
                    column.Append();
            }
            foreach ((DataViewSchema.Column column, CachedColumn values) in missing.Zip(filled))
                _columns[column.Index] = values;
            _rowCount = rows;
            return rows;
        }
    }

    /// <summary>Serves a range of the rows, in order or in an order given.</summary>
    private sealed class Cursor(CacheView cache, bool[] active, int[] order, int first, int end, long batch) : DataViewRowCursor
    {
        private int _at = first - 1;

        public override long Position => _at >= first && _at < end ? _at - first : -1;

        public override long Batch => batch;

        public override DataViewSchema Schema => cache.Schema;

        private int Row => Position >= 0 ? order?[_at] ?? _at : throw Contracts.Except(RowErrors.NoCurrentRow);

        public override bool MoveNext()
        {
            if (_at < end)
                _at++;
            return _at < end;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Contracts.Check(IsColumnActive(column), $"Column '{column.Name}' is not active.");
            if (cache._columns[column.Index] is not CachedColumn<TValue> values)
                throw RowErrors.WrongType<TValue>(column);
            return (ref TValue value) => values.Read(Row, ref value);
        }

        protected override void Dispose(bool disposing) => _at = end;
    }
}
