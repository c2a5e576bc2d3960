using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly (string Output, string Input)[] _columns;
    private readonly NormalizerOptions _options;

    internal NormalizingEstimator((string Output, string Input)[] columns, NormalizerOptions options)
    {
        _columns = columns;
        _options = options;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckParam(_options.MaximumExampleCount > 1, nameof(_options.MaximumExampleCount), "Must be greater than 1");
        DataViewSchema.Column[] sources = [.. _columns.Select(c => input.Schema.GetColumnOrNull(c.Input)
            ?? throw Contracts.ExceptSchemaMismatch("data", "input", c.Input))];
        foreach (DataViewSchema.Column source in sources)
            NormalizingTransformer.CheckType(source);
        using DataViewRowCursor cursor = input.GetRowCursor(sources);
        SlotStatistics[] statistics = [.. sources.Select(source => SlotStatistics.Create(cursor, source))];
        for (long rows = 0; rows < _options.MaximumExampleCount && cursor.MoveNext(); rows++)
        {
            foreach (SlotStatistics column in statistics)
                column.Add();
        }
        return new NormalizingTransformer(_columns, [.. statistics.Select(s => s.Fit(_options))]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair => OutputShape(inputSchema, pair.Output, pair.Input)));
    }

    private static SchemaShape.Column OutputShape(SchemaShape inputSchema, string output, string input)
    {
        if (!inputSchema.TryFindColumn(input, out SchemaShape.Column source))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input);
        if (source.Kind == VectorKind.VariableVector)
            throw Contracts.ExceptSchemaMismatch(
                nameof(inputSchema), "input", input, "known-size vector or scalar", source.GetTypeString());
        if (source.ItemType != NumberDataViewType.Single && source.ItemType != NumberDataViewType.Double)
            throw Contracts.ExceptSchemaMismatch(
                nameof(inputSchema), "input", input, "vector or scalar of Single or Double", source.GetTypeString());
        var annotations = new List<SchemaShape.Column>
        {
            new(AnnotationKinds.IsNormalized, VectorKind.Scalar, BooleanDataViewType.Instance, false),
        };
        if (source.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slotNames))
            annotations.Add(slotNames);
        return new SchemaShape.Column(output, source.Kind, source.ItemType, source.IsKey, new SchemaShape(annotations));
    }
}
