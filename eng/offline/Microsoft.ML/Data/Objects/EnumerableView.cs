using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view of a sequence of objects, enumerated anew by each cursor.</summary>
internal sealed class EnumerableView<TRow> : IDataView where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly MemberColumn[] _columns;

    public EnumerableView(IEnumerable<TRow> data, MemberColumn[] columns)
    {
        _data = data;
        _columns = columns;
        Schema = ObjectRow<TRow>.SchemaOf(columns);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return new Cursor(new ObjectRow<TRow>(_columns, Schema, i => active[i]), _data.GetEnumerator());
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ObjectRow<TRow> row, IEnumerator<TRow> rows) : WrappingCursor(row)
    {
        private bool _ended;

        public override bool MoveNext()
        {
            if (_ended)
                return false;
            if (rows.MoveNext())
            {
                row.Show(rows.Current ?? throw Contracts.Except("Encountered null when iterating over data, this is not supported."));
                return true;
            }
            Dispose();
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (_ended)
                return;
            _ended = true;
            rows.Dispose();
            row.End();
        }
    }
}
