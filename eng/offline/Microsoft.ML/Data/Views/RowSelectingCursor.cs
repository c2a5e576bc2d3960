namespace Microsoft.ML.Data;

/// <summary>A cursor over some rows of another, in its order. Rows keep their ids; positions count the rows shown.</summary>
internal sealed class RowSelectingCursor(DataViewRowCursor input, bool[] active, Func<bool> moveInput) : DataViewRowCursor
{
    private long _position = -1;
    private bool _ended;

    public override long Position => _position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => input.Schema;

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (moveInput())
        {
            _position++;
            return true;
        }
        Dispose();
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (_ended)
            return;
        _ended = true;
        _position = -1;
        input.Dispose();
    }
}
