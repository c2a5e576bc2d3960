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

public sealed class ColumnSelectingTransformer : ITransformer
{
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

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw ModelSaveContext.NotSupported(this);

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
