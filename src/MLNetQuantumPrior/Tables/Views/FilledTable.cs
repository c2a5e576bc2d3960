using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A table whose missing cells are filled as it is read; all else is passed on.</summary>
internal sealed class FilledTable(IDataView input, RowFilling filling) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => filling.Schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return new Cursor(input.GetRowCursor(filling.InputsFor(needed), rand), filling, needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(filling.InputsFor(needed), n, rand).Select(cursor => new Cursor(cursor, filling, needed))];
    }

    private sealed class Cursor(DataViewRowCursor input, RowFilling filling, DataViewSchema.Column[] needed) : DataViewRowCursor
    {
        private readonly FilledRow _row = new(input, filling, needed);

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => filling.Schema;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

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

/// <summary>One row at a time, as <see cref="PredictionEngine{TSrc, TDst}"/> asks for it.</summary>
internal sealed class FilledRowMapper(DataViewSchema input, RowFilling filling) : IRowToRowMapper
{
    public DataViewSchema InputSchema => input;

    public DataViewSchema OutputSchema => filling.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        filling.InputsFor(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new FilledRow(input, filling, [.. activeColumns]);
    }
}

/// <summary>The present row of another one, filled.</summary>
internal sealed class FilledRow(DataViewRow input, RowFilling filling, DataViewSchema.Column[] active) : DataViewRow
{
    private readonly HashSet<int> _active = [.. active.Select(column => column.Index)];
    private Func<DataViewSchema.Column, Delegate>? _getters;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => filling.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw Getters.Inactive(column);
        }

        return filling.IsFilled(column)
            ? Getters.As<TValue>((_getters ??= filling.Getters(input))(column), column)
            : input.GetGetter<TValue>(input.Schema[column.Index]);
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
