using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Slot names of a column, as ML.NET looks for them in an ONNX file: the keys of a label encoder of a certain name, whose value nobody
/// uses.
/// </summary>
internal static class SlotNameNode
{
    private const string Domain = "ai.onnx.ml";
    private const long Text = 8; // of TensorProto.DataType

    /// <summary>The operators that it needs.</summary>
    public static OnnxOpset Opset { get; } = new(Domain, 3);

    /// <summary>Adds it to a graph.</summary>
    public static void Append(GraphBuilder graph, string column, ImmutableArray<string> names)
    {
        string name = $"mlnet.{column}.SlotNames";
        string none = graph.Constant(OnnxTensor.Of($"{name}.none", [1], [0f]));
        string text = graph.Node("Cast", $"{name}.text", [none], new OnnxInt("to", Text));
        graph.Node(
            new("LabelEncoder", name, [text], [$"{name}.index"])
            {
                Domain = Domain,
                Attributes =
                [
                    new OnnxTexts("keys_strings", names),
                    new OnnxInts("values_int64s", [.. names.Select((_, slot) => (long)slot)]),
                ],
            });
    }
}
