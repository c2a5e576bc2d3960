using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">In the graph.</param>
/// <param name="Shape">Its dimensions, negative where unknown; none for a scalar.</param>
/// <param name="Type">The column type that stands for it.</param>
internal sealed record OnnxVariable(string Name, int[] Shape, DataViewType Type)
{
    public static OnnxVariable Of(string name, NodeMetadata metadata, IReadOnlyDictionary<string, int[]> shapes)
    {
        Contracts.Check(metadata.IsTensor && PrimitiveTypes.TryFromRaw(metadata.ElementType, out _),
            $"Unsupported ONNX variable '{name}' of type {metadata.OnnxValueType} of {metadata.ElementType?.Name}");
        PrimitiveDataViewType item = PrimitiveTypes.FromRaw(metadata.ElementType);
        if (!shapes.TryGetValue(name, out int[] shape))
            return new OnnxVariable(name, metadata.Dimensions, TypeOf(item, metadata.Dimensions));
        bool fits = shape.Length == metadata.Dimensions.Length
            && shape.Zip(metadata.Dimensions, (a, b) => a == b || a <= 0 || b <= 0).All(same => same);
        Contracts.CheckParam(fits, "shapeDictionary", $"The specified shape {string.Join(",", shape)} is not compatible with the shape " +
            $"{string.Join(",", metadata.Dimensions)} loaded from the ONNX model file. Only unknown dimension can replace or be replaced " +
            "by another dimension.");
        VectorDataViewType type = shape.All(d => d > 0) ? new VectorDataViewType(item, shape) : new VectorDataViewType(item);
        return new OnnxVariable(name, shape, metadata.Dimensions.Length > 0 ? type : item);
    }

    /// <summary>One row's dimensions as an input: a batch of one, 0 for a further unknown dimension.</summary>
    public int[] RowShape()
    {
        int[] shape = Shape.Length > 0 ? [Shape[0] < 0 ? 1 : Math.Max(0, Shape[0]), .. Shape[1..].Select(d => Math.Max(0, d))] : [1];
        if (shape.Count(d => d == 0) > 1)
            throw new ArgumentOutOfRangeException(Name, "Only 1 unknown dimension is allowed");
        return shape;
    }

    /// <summary>An unknown first dimension counts the rows, so a row has 1; any other makes the size unknown.</summary>
    private static DataViewType TypeOf(PrimitiveDataViewType item, int[] dimensions)
    {
        if (dimensions.Length == 0)
            return item;
        int[] row = [Math.Max(1, dimensions[0]), .. dimensions[1..]];
        return row.All(d => d > 0) ? new VectorDataViewType(item, row) : new VectorDataViewType(item);
    }
}
