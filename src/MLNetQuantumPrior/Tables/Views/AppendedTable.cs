using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>The rows of a table and, behind them, those of a second one, which has the columns of the result.</summary>
/// <param name="first">A table that has columns of the same names and types.</param>
/// <param name="second">The other one.</param>
internal sealed class AppendedTable(IDataView first, IDataView second) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => second.Schema;

    public long? GetRowCount() => first.GetRowCount() + second.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return new Cursor(
            Schema,
            first.GetRowCursor(needed.Select(column => first.Schema[column.Name])),
            second.GetRowCursor(needed));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, DataViewRowCursor first, DataViewRowCursor second) : DataViewRowCursor
    {
        private bool _isSecond;
        private long _position = -1;

        public override long Position => (_isSecond ? second : first).Position < 0 ? -1 : _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext()
        {
            _position++;
            if (!_isSecond && first.MoveNext())
            {
                return true;
            }

            _isSecond = true;
            return second.MoveNext();
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
            value = Position < 0 ? throw Getters.NoRow() : new((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => second.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw Getters.Inactive(column);
            }

            ValueGetter<TValue> early = first.GetGetter<TValue>(first.Schema[column.Name]), late = second.GetGetter<TValue>(column);
            return (ref TValue value) => (_isSecond ? late : early)(ref value);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                first.Dispose();
                second.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
