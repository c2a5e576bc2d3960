using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>
/// Numbered rows with nothing but a label; without classes, with no column at all. Costs no memory.
/// </summary>
internal sealed class LabelView : IDataView
{
    private readonly long _rows, _firstId;
    private readonly GeneratedLabel? _label;
    private readonly Func<long, int> _classOf;
    private readonly ImmutableArray<GivenColumn> _constants;

    /// <param name="rows">How many.</param>
    /// <param name="labelColumnName">Name of the label column.</param>
    /// <param name="label">What it holds; null for no such column.</param>
    /// <param name="classOf">The number of the class of a row, by its id.</param>
    /// <param name="firstId">Id of the first row.</param>
    /// <param name="constants">Columns with one value, which come after the label.</param>
    public LabelView(
        long rows,
        string labelColumnName,
        GeneratedLabel? label,
        Func<long, int> classOf,
        long firstId = 0,
        params ImmutableArray<GivenColumn> constants)
    {
        (_rows, _label, _classOf, _firstId, _constants) = (rows, label, classOf, firstId, constants);
        var schema = new DataViewSchema.Builder();
        if (label is not null)
        {
            schema.AddColumn(labelColumnName, label.Type, label.Annotations);
        }

        foreach (GivenColumn constant in constants)
        {
            schema.AddColumn(constant.Name, constant.Value.Type, constant.Value.Annotations);
        }

        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)], first: 0, _rows, batch: 0);

    /// <summary>Ranges of rows, so that each cursor can work on its own.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        HashSet<int> active = [.. columnsNeeded.Select(column => column.Index)];
        long count = Math.Clamp(n, 1, Math.Max(1, _rows));
        return [.. Enumerable.Range(0, (int)count).Select(k => new Cursor(this, active, k * _rows / count, (k + 1) * _rows / count, k))];
    }

    private sealed class Cursor(LabelView view, HashSet<int> active, long first, long end, long batch) : DataViewRowCursor
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
            ? Getters.As<TValue>(Getter(column.Index - (view._label is null ? 0 : 1)), column)
            : throw Getters.Inactive(column);

        private Delegate Getter(int constant) => constant < 0
            ? view._label!.Getter(() => view._classOf(Id()))
            : view._constants[constant].Value.Getter(() => Id() >= 0 ? 0 : -1);

        private long Id() => Position >= 0
            ? view._firstId + _row
            : throw Getters.NoRow();
    }
}
