using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row of the input with the added columns of a mapping.</summary>
internal sealed class MappedRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly MergedSchema _merged;
    private readonly bool[] _active;
    private readonly Delegate[] _added;

    public MappedRow(DataViewRow input, RowMapping mapping, MergedSchema merged, bool[] active)
    {
        _input = input;
        _merged = merged;
        _active = active;
        bool[] wanted = merged.ActiveAdded(active);
        _added = mapping.MakeGetters(input, i => wanted[i]);
    }

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override DataViewSchema Schema => _merged.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Contracts.Check(IsColumnActive(column), $"Column '{column.Name}' is not active.");
        return _merged.IsInput(column, out int index)
            ? _input.GetGetter<TValue>(_input.Schema[index])
            : RowErrors.Cast<TValue>(_added[index], column);
    }

    protected override void Dispose(bool disposing) => _input.Dispose();
}
