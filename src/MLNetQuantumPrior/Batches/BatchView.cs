using Microsoft.ML;

namespace MLNetQuantumPrior;

/// <summary>The input view with the added columns, computed only where a cursor asks for one.</summary>
internal sealed class BatchView(IDataView input, BatchMapping mapping) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapping.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return Wrap(input.GetRowCursor(mapping.InputsFor(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(mapping.InputsFor(needed), n, rand).Select(cursor => Wrap(cursor, needed))];
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, DataViewSchema.Column[] needed) =>
        mapping.NeedsComputation(needed)
            ? new LookAheadCursor(input, cursor, mapping, needed)
            : new PassThroughCursor(cursor, mapping.OutputSchema);
}
