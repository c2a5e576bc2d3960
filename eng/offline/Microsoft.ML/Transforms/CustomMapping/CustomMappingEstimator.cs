using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(CustomMappingTransformer<TSrc, TDst> transformer) : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (MemberColumn input in MemberColumn.Of(typeof(TSrc), Transformer.InputDefinition))
            CheckInput(inputSchema, input);
        return inputSchema.With(SchemaShape.Create(ObjectRow<TDst>.SchemaOf(Transformer.Added)));
    }

    private static void CheckInput(SchemaShape inputSchema, MemberColumn input)
    {
        if (!inputSchema.TryFindColumn(input.Name, out SchemaShape.Column found))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input.Name);
        SchemaShape.GetColumnTypeShape(input.Type, out VectorKind kind, out DataViewType itemType, out bool isKey);
        bool kindFits = kind == found.Kind || (kind == VectorKind.VariableVector && found.Kind == VectorKind.Vector);
        if (!kindFits || itemType != found.ItemType || isKey != found.IsKey)
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input.Name, input.Type.ToString(), found.GetTypeString());
    }
}
