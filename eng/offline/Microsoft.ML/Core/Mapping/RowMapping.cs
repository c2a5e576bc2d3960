namespace Microsoft.ML.Data;

/// <summary>What a transform adds to the rows of one schema: columns, each computed from other columns of the same row.</summary>
internal abstract class RowMapping(DataViewSchema input)
{
    public DataViewSchema Input { get; } = input;

    public abstract IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; }

    /// <summary>The input columns that an added column is computed from.</summary>
    public abstract IEnumerable<DataViewSchema.Column> Dependencies(int added);

    /// <summary>One getter per added column over <paramref name="row"/>; null where the column is not wanted.</summary>
    public virtual Delegate[] MakeGetters(DataViewRow row, Func<int, bool> isWanted) =>
        [.. Enumerable.Range(0, Added.Count).Select(i => isWanted(i) ? MakeGetter(row, i) : null)];

    protected abstract Delegate MakeGetter(DataViewRow row, int added);
}
