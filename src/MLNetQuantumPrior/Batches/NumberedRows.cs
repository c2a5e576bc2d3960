using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Rows by number, each column made of the id of the present row. Costs no memory of its own.</summary>
/// <param name="schema">The columns.</param>
/// <param name="rows">How many rows.</param>
/// <param name="getter">The getter of a column, with what gives the id of the present row.</param>
/// <param name="firstId">Id of the first row.</param>
internal sealed class NumberedRows(
    DataViewSchema schema, long rows, Func<DataViewSchema.Column, Func<long>, Delegate> getter, long firstId = 0) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)], first: 0, rows, batch: 0);

    /// <summary>Ranges of rows, so that each cursor can work on its own.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        HashSet<int> active = [.. columnsNeeded.Select(column => column.Index)];
        long count = Math.Clamp(n, 1, Math.Max(1, rows));
        return [.. Enumerable.Range(0, (int)count).Select(k => new Cursor(this, active, k * rows / count, (k + 1) * rows / count, k))];
    }

    private Delegate Getter(DataViewSchema.Column column, Func<long> id) => getter(column, id);

    private long Id(long row) => firstId + row;

    private sealed class Cursor(NumberedRows view, HashSet<int> active, long first, long end, long batch) : DataViewRowCursor
    {
        private long _row = first - 1;

        public override long Position => _row < first || _row >= end ? -1 : _row - first;

        public override long Batch => batch;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext()
        {
            _row = Math.Min(_row + 1, end);
            return _row < end;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)Id(), 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? Getters.As<TValue>(view.Getter(column, Id), column)
            : throw Getters.Inactive(column);

        private long Id() => Position >= 0 ? view.Id(_row) : throw Getters.NoRow();
    }
}
