using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(ColumnSelectingTransformer transformer) : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        Transformer.CheckSelected(inputSchema.Select(c => c.Name), nameof(inputSchema));
        return new SchemaShape(inputSchema.Where(c => Transformer.Keeps(c.Name)));
    }
}

public sealed class ColumnSelectingTransformer : ITransformer, ILoadable
{
    private static readonly ModelFormat s_format = new("SELCOLST", 0x00010001, "SelectColumnsTransform", ModelFormat.Data);

    private readonly string[] _selected;
    private readonly bool _keep;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] selected, bool keep, bool keepHidden)
    {
        Contracts.Check(selected?.Length > 0, "Neither keepColumns and dropColumns is set. Exactly one must be specified.");
        _selected = selected;
        _keep = keep;
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema, nameof(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input) =>
        new SelectedColumnsView(input, Bind(Contracts.CheckValue(input, nameof(input)).Schema, nameof(input)));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema, nameof(inputSchema));

    static ICanSaveModel ILoadable.Load(ModelLoadContext context)
    {
        context.Header.Check(s_format);
        bool keep = context.Reader.ReadBoolean(), keepHidden = context.Reader.ReadBoolean(), ignoreMissing = context.Reader.ReadBoolean();
        Contracts.CheckDecode(!ignoreMissing, "Expected a selection of columns that must be there");
        int count = context.LoadCount();
        return new ColumnSelectingTransformer([.. Enumerable.Range(0, count).Select(_ => context.LoadNonEmptyString())], keep, keepHidden);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Contracts.CheckValue(ctx, nameof(ctx));
        ctx.SetFormat(s_format);
        ctx.Writer.Write(_keep);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(false); // a missing column is an error
        ctx.Writer.Write(_selected.Length);
        foreach (string name in _selected)
            ctx.SaveNonEmptyString(name);
    }

    internal bool Keeps(string name) => _selected.Contains(name) == _keep;

    internal void CheckSelected(IEnumerable<string> names, string parameter)
    {
        string[] missing = [.. _selected.Except(names)];
        if (missing.Length > 0)
            throw Contracts.ExceptSchemaMismatch(parameter, "input", string.Join(",", missing));
    }

    /// <summary>Kept columns stand in the order they were named in, what a drop leaves in the order of the input.</summary>
    private ColumnSelection Bind(DataViewSchema schema, string parameter)
    {
        Contracts.CheckValue(schema, parameter);
        CheckSelected(schema.Select(c => c.Name), parameter);
        if (!_keep)
            return new ColumnSelection(schema, schema.Where(c => Keeps(c.Name)));
        return new ColumnSelection(schema, _selected.SelectMany(name => schema.Where(c => c.Name == name && (_keepHidden || !c.IsHidden))));
    }
}
