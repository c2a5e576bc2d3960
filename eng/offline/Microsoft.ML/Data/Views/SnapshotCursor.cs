using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor that serves copies of the rows of another cursor, in an order or share of its own.</summary>
internal abstract class SnapshotCursor(DataViewRowCursor source) : DataViewRowCursor
{
    private readonly bool[] _active = [.. source.Schema.Select(source.IsColumnActive)];
    private RowSnapshot _current;
    private long _position = -1;
    private bool _ended;

    protected DataViewRowCursor Source { get; } = source;

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override DataViewSchema Schema { get; } = source.Schema;

    public sealed override bool MoveNext()
    {
        if (_ended)
            return false;
        _current = Next();
        if (_current != null)
        {
            _position++;
            return true;
        }
        Dispose();
        return false;
    }

    /// <summary>The next row, valid until the next call; null at the end.</summary>
    protected abstract RowSnapshot Next();

    /// <summary>Called once, at the end of the rows or when the cursor is disposed before.</summary>
    protected abstract void End();

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = Current.Id;

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Contracts.Check(IsColumnActive(column), $"Column '{column.Name}' is not active.");
        if (column.Type.RawType != typeof(TValue))
            throw RowErrors.WrongType<TValue>(column);
        return (ref TValue value) => Current.Read(column.Index, ref value);
    }

    protected sealed override void Dispose(bool disposing)
    {
        if (_ended)
            return;
        _ended = true;
        _current = null;
        _position = -1;
        End();
    }

    private RowSnapshot Current => _current ?? throw Contracts.Except(RowErrors.NoCurrentRow);
}
