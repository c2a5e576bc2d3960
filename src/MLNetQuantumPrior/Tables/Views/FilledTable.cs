using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A table in which the cells of some columns are replaced; all else is passed on.</summary>
/// <param name="input">The table.</param>
/// <param name="layout">The columns that are replaced, and identifiers, which are not.</param>
/// <param name="cells">The cells, one row a row of the input.</param>
internal sealed class FilledTable(IDataView input, TableLayout layout, TableCells cells) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => cells.Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, input.GetRowCursor(columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private Delegate? Getter(DataViewSchema.Column column, Func<long> row)
    {
        int replaced = layout.Columns.TakeWhile(own => own.Name != column.Name || own.Cells == 0).Count();
        if (replaced == layout.Columns.Length || input.Schema[column.Name].Index != column.Index)
        {
            return null;
        }

        int first = layout.First(replaced);
        double[] own = new double[layout.Columns[replaced].Cells];
        return CellGetter.Of(layout.Columns[replaced], Cells, row);

        ReadOnlySpan<double> Cells()
        {
            for (int k = 0; k < own.Length; k++)
            {
                own[k] = cells.Columns[first + k][(int)row()];
            }

            return own;
        }
    }

    private sealed class Cursor(FilledTable table, DataViewRowCursor input) : DataViewRowCursor
    {
        private long _row = -1;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => table.Schema;

        public override bool MoveNext()
        {
            _row++;
            return input.MoveNext();
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw Getters.Inactive(column);
            }

            return table.Getter(column, () => Position < 0 ? throw Getters.NoRow() : _row) is { } getter
                ? Getters.As<TValue>(getter, column)
                : input.GetGetter<TValue>(column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
