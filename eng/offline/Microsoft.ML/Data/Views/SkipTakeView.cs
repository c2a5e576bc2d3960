namespace Microsoft.ML.Data;

/// <summary>A view of some rows after the first ones, always in the order of the source.</summary>
internal sealed class SkipTakeView(IDataView source, long skip, long take) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() =>
        take == 0 ? 0 : source.GetRowCount() is { } count ? Math.Min(Math.Max(0, count - skip), take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        DataViewRowCursor input = source.GetRowCursor(Schema.Where(c => active[c.Index]));
        long toSkip = skip;
        long left = take;
        return new RowSelectingCursor(input, active, () =>
        {
            if (left == 0)
                return false;
            left--;
            for (; toSkip > 0; toSkip--)
            {
                if (!input.MoveNext())
                    return false;
            }
            return input.MoveNext();
        });
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded)];
}
