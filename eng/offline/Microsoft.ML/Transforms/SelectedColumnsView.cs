using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A view of selected columns of another.</summary>
internal sealed class SelectedColumnsView(IDataView source, ColumnSelection selection) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => selection.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return Select(source.GetRowCursor(selection.GetDependencies(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return [.. source.GetRowCursorSet(selection.GetDependencies(needed), n, rand).Select(cursor => Select(cursor, needed))];
    }

    private Cursor Select(DataViewRowCursor input, DataViewSchema.Column[] active) => new(input, selection.GetRow(input, active));

    private sealed class Cursor(DataViewRowCursor input, DataViewRow row) : WrappingCursor(row)
    {
        public override bool MoveNext() => input.MoveNext();

        protected override void Dispose(bool disposing) => input.Dispose();
    }
}
