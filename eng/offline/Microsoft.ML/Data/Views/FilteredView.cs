namespace Microsoft.ML.Data;

/// <summary>A view of the rows that pass a test.</summary>
/// <param name="source">The view of all rows.</param>
/// <param name="tested">The columns that the test reads.</param>
/// <param name="makeTest">Makes the test of the row that a cursor stands on.</param>
internal sealed class FilteredView(IDataView source, DataViewSchema.Column[] tested, Func<DataViewRow, Func<bool>> makeTest) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return Filter(source.GetRowCursor(Needed(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        return [.. source.GetRowCursorSet(Needed(active), n, rand).Select(cursor => Filter(cursor, active))];
    }

    private DataViewSchema.Column[] Needed(bool[] active) => [.. Schema.Where(c => active[c.Index] || tested.Any(t => t.Index == c.Index))];

    private RowSelectingCursor Filter(DataViewRowCursor input, bool[] active)
    {
        Func<bool> test = makeTest(input);
        return new RowSelectingCursor(input, active, () =>
        {
            while (input.MoveNext())
            {
                if (test())
                    return true;
            }
            return false;
        });
    }
}
