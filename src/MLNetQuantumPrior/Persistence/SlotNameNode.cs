using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// Slot names of a column, as ML.NET looks for them in an ONNX file: the keys of a label encoder of a certain name, whose value nobody
/// uses.
/// </summary>
internal static class SlotNameNode
{
    private const string Domain = "ai.onnx.ml";

    /// <summary>The operators that it needs.</summary>
    public static OperatorSetIdProto Opset => new() { Domain = Domain, Version = 3 };

    /// <summary>Adds it to a graph.</summary>
    public static void Append(GraphBuilder graph, string column, ImmutableArray<string> names)
    {
        string name = $"mlnet.{column}.SlotNames";
        string none = graph.Vector($"{name}.none", [0]);
        string text = graph.Node("Cast", $"{name}.text", [none], AttributeProto.Of("to", (long)TensorProto.Types.DataType.String));
        graph.Node(new()
        {
            OpType = "LabelEncoder",
            Name = name,
            Domain = Domain,
            Input = { text },
            Output = { $"{name}.index" },
            Attribute =
            {
                AttributeProto.Of("keys_strings", names),
                AttributeProto.Of("values_int64s", names.Select((_, slot) => (long)slot)),
            },
        });
    }
}
