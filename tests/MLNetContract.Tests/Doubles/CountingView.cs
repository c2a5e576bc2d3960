using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Doubles;

/// <summary>A view as code outside of ML.NET writes one. It passes another through and counts how often values of a column were
/// fetched.</summary>
internal sealed class CountingView(IDataView source) : IDataView
{
    private readonly ConcurrentDictionary<string, int> _fetched = new();
    private int _cursors;

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public int CursorsOpened => _cursors;

    public int Fetched(string column) => _fetched.GetValueOrDefault(column);

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        Count(source.GetRowCursor(columnsNeeded, rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [.. source.GetRowCursorSet(columnsNeeded, n, rand).Select(Count)];

    private DataViewRowCursor Count(DataViewRowCursor cursor)
    {
        Interlocked.Increment(ref _cursors);
        return new Cursor(this, cursor);
    }

    private sealed class Cursor(CountingView view, DataViewRowCursor input) : DataViewRowCursor
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => input.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> getter = input.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                view._fetched.AddOrUpdate(column.Name, 1, (_, count) => count + 1);
                getter(ref value);
            };
        }

        protected override void Dispose(bool disposing) => input.Dispose();
    }
}
