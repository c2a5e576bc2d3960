using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row whose values are those of an object that can be exchanged. Position counts the exchanges.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _current;
    private long _position = -1;

    public ObjectRow(MemberColumn[] columns, DataViewSchema schema, Func<int, bool> isActive)
    {
        Schema = schema;
        _getters = [.. columns.Select((column, i) => isActive(i) ? ObjectGetter.Create(column, Current) : null)];
    }

    public ObjectRow(MemberColumn[] columns) : this(columns, SchemaOf(columns), _ => true)
    {
    }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema { get; }

    public static DataViewSchema SchemaOf(MemberColumn[] columns) =>
        DataViewSchema.From(columns.Select(c => new DataViewSchema.DetachedColumn(c.Name, c.Type, c.Annotations)));

    public void Show(TRow row)
    {
        _current = Contracts.CheckValue(row, nameof(row));
        _position++;
    }

    public void End()
    {
        _current = null;
        _position = -1;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        Contracts.Check(_position >= 0, RowErrors.NoCurrentRow);
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Index < _getters.Length && IsColumnActive(column), nameof(column), "requested column not active");
        return RowErrors.Cast<TValue>(_getters[column.Index], column);
    }

    private TRow Current() => _current ?? throw Contracts.Except(RowErrors.NoCurrentRow);
}
