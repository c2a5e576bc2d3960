using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxScoringEstimator : TrivialEstimator<OnnxTransformer>
{
    internal OnnxScoringEstimator(OnnxTransformer transformer) : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        foreach (OnnxVariable input in Transformer.Inputs)
        {
            input.RowShape();
            if (!inputSchema.TryFindColumn(input.Name, out SchemaShape.Column column))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", input.Name);
            DataViewType expected = input.Type.ItemType();
            if (column.ItemType != expected)
                throw Contracts.ExceptSchemaMismatch(
                    nameof(inputSchema), "input", input.Name, expected.ToString(), column.ItemType.ToString());
        }
        return inputSchema.With(Transformer.Outputs.Select(output => new SchemaShape.Column(
            output.Name, output.Type.VectorSize() > 0 ? VectorKind.Vector : VectorKind.VariableVector, output.Type.ItemType(), false)));
    }
}
