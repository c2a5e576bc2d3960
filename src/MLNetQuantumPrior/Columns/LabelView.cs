using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Numbered rows with nothing but a label, by quotas or each class in turn; without classes, with no column at all. Costs no memory.
/// </summary>
internal sealed class LabelView : IDataView
{
    private readonly long _rows;
    private readonly int _classes;
    private readonly LabelQuotas? _quotas;

    public LabelView(long rows, string labelColumnName, ImmutableArray<string> classNames, LabelQuotas? quotas = null)
    {
        (_rows, _classes, _quotas) = (rows, classNames.Length, quotas);
        var schema = new DataViewSchema.Builder();
        if (_classes > 0)
        {
            schema.AddColumn(
                labelColumnName, new KeyDataViewType(typeof(uint), _classes), TextAnnotation.Of(TextAnnotation.KeyValues, classNames));
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
        long count = Math.Clamp(n, 1, _rows);
        return [.. Enumerable.Range(0, (int)count).Select(k => new Cursor(this, active, k * _rows / count, (k + 1) * _rows / count, k))];
    }

    private uint Key(long row) => (uint)(_quotas?[row] ?? row % _classes) + 1;

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

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)Row(), 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? Getters.As<TValue>((ValueGetter<uint>)((ref uint value) => value = view.Key(Row())), column)
            : throw Getters.Inactive(column);

        private long Row() => Position >= 0
            ? _row
            : throw Getters.NoRow();
    }
}
