using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view with the columns of a mapping added, computed row by row and only where asked for.</summary>
internal sealed class MappedView : IDataView
{
    private readonly IDataView _source;
    private readonly RowMapping _mapping;
    private readonly MergedSchema _merged;

    public MappedView(IDataView source, RowMapping mapping)
    {
        _source = source;
        _mapping = mapping;
        _merged = new MergedSchema(mapping);
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema => _merged.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return Map(_source.GetRowCursor(_merged.NeededInput(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        DataViewRowCursor[] inputs = _source.GetRowCursorSet(_merged.NeededInput(active), n, rand);
        if (inputs.Length == 1 && n > 1 && _merged.ActiveAdded(active).Contains(true))
            inputs = SplitCursor.Create(inputs[0], n);
        return [.. inputs.Select(input => Map(input, active))];
    }

    private Cursor Map(DataViewRowCursor input, bool[] active) => new(input, new MappedRow(input, _mapping, _merged, active));

    private sealed class Cursor(DataViewRowCursor input, MappedRow row) : WrappingCursor(row)
    {
        public override bool MoveNext() => input.MoveNext();

        protected override void Dispose(bool disposing) => row.Dispose();
    }
}
