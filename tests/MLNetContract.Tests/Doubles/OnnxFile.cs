using System.Runtime.InteropServices;

namespace MLNetContract.Tests.Doubles;

/// <summary>A small ONNX model: a linear map of the input X and what is computed from it.</summary>
internal static class OnnxFile
{
    private const int Float = 1, Int64 = 7, String = 8, Bool = 9;

    /// <summary>
    /// Outputs: Y.nd = X W + b for a batch [N, 2]; Y, the same numbers in one row; Positive, where they are above zero; Total, their sum
    /// without a dimension.
    /// </summary>
    /// <param name="weights">W, [3, 2].</param>
    /// <param name="bias">b.</param>
    /// <param name="slotNames">Names of the slots of Y.</param>
    /// <param name="batch">The number of rows N, 0 for any.</param>
    public static byte[] Linear(float[] weights, float[] bias, string[] slotNames, int batch = 0)
    {
        ProtobufMessage graph = new ProtobufMessage()
            .Add(1, Node("Gemm", ["X", "W", "b"], "Y.nd"))
            .Add(1, Node("Reshape", ["Y.nd", "flat"], "Y"))
            .Add(1, Node("Greater", ["Y", "zero"], "Positive"))
            .Add(1, Node("ReduceSum", ["Y"], "Total").Add(5, new ProtobufMessage().Add(1, "keepdims").Add(3, 0).Add(20, 2)))
            .Add(1, SlotNames("Y", slotNames))
            .Add(2, "g")
            .Add(5, Tensor("W", Float, [3, 2], MemoryMarshal.AsBytes<float>(weights)))
            .Add(5, Tensor("b", Float, [2], MemoryMarshal.AsBytes<float>(bias)))
            .Add(5, Tensor("flat", Int64, [1], MemoryMarshal.AsBytes<long>([-1])))
            .Add(5, Tensor("zero", Float, [1], MemoryMarshal.AsBytes<float>([0])))
            .Add(5, new ProtobufMessage().Add(1, 1).Add(2, String).Add(6, "none").Add(8, "unnamed"))
            .Add(11, Variable("X", Float, [batch, 3]))
            .Add(12, Variable("Y.nd", Float, [batch, 2]))
            .Add(12, Variable("Y", Float, [2]))
            .Add(12, Variable("Positive", Bool, [2]))
            .Add(12, Variable("Total", Float, []));
        return new ProtobufMessage()
            .Add(1, 8) // version of the format
            .Add(7, graph)
            .Add(8, new ProtobufMessage().Add(2, 17))
            .Add(8, new ProtobufMessage().Add(1, "ai.onnx.ml").Add(2, 2))
            .ToArray();
    }

    private static ProtobufMessage Node(string type, string[] inputs, string output)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs)
            node.Add(1, input);
        return node.Add(2, output).Add(4, type);
    }

    /// <summary>A node that nothing uses, where ML.NET keeps the names of a column's slots.</summary>
    private static ProtobufMessage SlotNames(string column, string[] names)
    {
        var keys = new ProtobufMessage().Add(1, "keys_strings");
        var values = new ProtobufMessage().Add(1, "values_int64s");
        for (int i = 0; i < names.Length; i++)
        {
            keys.Add(9, names[i]);
            values.Add(8, i);
        }
        return Node("LabelEncoder", ["unnamed"], "unused").Add(3, $"mlnet.{column}.SlotNames").Add(7, "ai.onnx.ml")
            .Add(5, keys.Add(20, 8)).Add(5, values.Add(20, 7));
    }

    private static ProtobufMessage Tensor(string name, int type, int[] dimensions, ReadOnlySpan<byte> content)
    {
        var tensor = new ProtobufMessage();
        foreach (int dimension in dimensions)
            tensor.Add(1, dimension);
        return tensor.Add(2, type).Add(8, name).Add(9, content);
    }

    private static ProtobufMessage Variable(string name, int type, int[] dimensions)
    {
        var shape = new ProtobufMessage();
        foreach (int dimension in dimensions)
            shape.Add(1, dimension > 0 ? new ProtobufMessage().Add(1, dimension) : new ProtobufMessage().Add(2, "N"));
        var tensor = new ProtobufMessage().Add(1, type).Add(2, shape);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}
