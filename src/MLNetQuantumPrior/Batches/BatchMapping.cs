using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>
/// A computation on batches of rows, bound to one input schema. The output schema is the input's columns at their own indices, then the
/// added columns; an added column hides one of the same name.
/// </summary>
internal abstract class BatchMapping
{
    private readonly ImmutableArray<DataViewSchema.Column> _dependencies;

    protected BatchMapping(DataViewSchema input, ImmutableArray<DataViewSchema.Column> dependencies, ImmutableArray<AddedColumn> added)
    {
        (InputSchema, _dependencies, Added) = (input, dependencies, added);
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        foreach (AddedColumn column in added)
        {
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        }

        OutputSchema = schema.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The columns after the input's.</summary>
    public ImmutableArray<AddedColumn> Added { get; }

    /// <summary>Rows that a cursor reads ahead and computes with one call.</summary>
    public abstract int BatchSize { get; }

    /// <summary>Which added column has an index of the output schema; below 0 for a column of the input.</summary>
    public int AddedIndex(DataViewSchema.Column column) => column.Index - InputSchema.Count;

    /// <summary>Whether a choice of output columns has an added one, so that something must be computed.</summary>
    public bool NeedsComputation(IEnumerable<DataViewSchema.Column> outputs) => outputs.Any(column => AddedIndex(column) >= 0);

    /// <summary>The input columns needed for a choice of output columns.</summary>
    public IEnumerable<DataViewSchema.Column> InputsFor(IEnumerable<DataViewSchema.Column> outputs)
    {
        var needed = new SortedSet<int>();
        foreach (DataViewSchema.Column column in outputs)
        {
            if (AddedIndex(column) < 0)
            {
                needed.Add(column.Index);
            }
            else
            {
                needed.UnionWith(_dependencies.Select(dependency => dependency.Index));
            }
        }

        return needed.Select(index => InputSchema[index]);
    }

    /// <summary>Makes the batch of one cursor.</summary>
    /// <param name="input">The row or cursor to read from, in its input schema.</param>
    /// <param name="capacity">Most rows of the batch.</param>
    /// <param name="active">Which added columns to compute; at least one.</param>
    public abstract RowBatch CreateBatch(DataViewRow input, int capacity, IReadOnlySet<int> active);
}

/// <summary>Rows read from one cursor and what is computed of them. Belongs to that cursor's thread.</summary>
internal abstract class RowBatch
{
    /// <summary>Reads what the computation needs of the input's present row.</summary>
    public abstract void Read(int row);

    /// <summary>Computes the active columns of rows 0 to before <paramref name="count"/>.</summary>
    public abstract void Compute(int count);

    /// <summary>An active column's values in a computed row.</summary>
    public abstract ReadOnlySpan<float> Values(int added, int row);
}
