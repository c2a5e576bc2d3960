using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transform whose every output column is made of one input column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(params (string Output, string Input)[] columns)
    {
        Contracts.CheckNonEmpty(columns, nameof(columns));
        var names = new HashSet<string>();
        foreach ((string output, string input) in columns)
        {
            Contracts.CheckNonEmpty(input, nameof(columns));
            Contracts.CheckNonEmpty(output, nameof(columns));
            Contracts.CheckParam(names.Add(output), nameof(columns), $"Name of the result column '{output}' specified multiple times");
        }
        Columns = columns;
    }

    internal (string Output, string Input)[] Columns { get; }

    private protected sealed override RowMapping Bind(DataViewSchema input)
    {
        DataViewSchema.Column[] sources = [.. Columns.Select(c => input.GetColumnOrNull(c.Input)
            ?? throw Contracts.ExceptSchemaMismatch("inputSchema", "input", c.Input))];
        return new Mapping(input, sources, [.. sources.Select((source, i) => BindColumn(source, i))]);
    }

    /// <summary>The pairs as <see cref="SaveColumns"/> wrote them.</summary>
    private protected static (string Output, string Input)[] LoadColumns(ModelLoadContext context)
    {
        int count = context.LoadCount();
        return [.. Enumerable.Range(0, count).Select(_ => (context.LoadNonEmptyString(), context.LoadNonEmptyString()))];
    }

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Columns.Length);
        foreach ((string output, string input) in Columns)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
    }

    /// <summary>The output column made of <paramref name="source"/>, the input of pair <paramref name="index"/>.</summary>
    private protected abstract BoundColumn BindColumn(DataViewSchema.Column source, int index);

    /// <param name="Output">The added column.</param>
    /// <param name="MakeGetter">Its getter over a row.</param>
    private protected sealed record BoundColumn(DataViewSchema.DetachedColumn Output, Func<DataViewRow, Delegate> MakeGetter);

    private sealed class Mapping(DataViewSchema input, DataViewSchema.Column[] sources, BoundColumn[] columns) : RowMapping(input)
    {
        public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } = [.. columns.Select(c => c.Output)];

        public override IEnumerable<DataViewSchema.Column> Dependencies(int added) => [sources[added]];

        protected override Delegate MakeGetter(DataViewRow row, int added) => columns[added].MakeGetter(row);
    }
}
