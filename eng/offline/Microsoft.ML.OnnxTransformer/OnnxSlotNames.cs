using System.Text;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Slot names that a model file carries for a column: the strings of a node that computes nothing, found by its name.</summary>
internal static class OnnxSlotNames
{
    // Field numbers of ModelProto, GraphProto, NodeProto and AttributeProto.
    private const int Graph = 7;
    private const int Node = 1;
    private const int NodeName = 3;
    private const int Attribute = 5;
    private const int AttributeName = 1;
    private const int Strings = 9;

    /// <summary>The names, null if the model has none for this column.</summary>
    public static ReadOnlyMemory<char>[] FindOrNull(ReadOnlySpan<byte> model, string column)
    {
        var graphs = new ProtobufFields(model);
        while (graphs.MoveTo(Graph))
        {
            var nodes = new ProtobufFields(graphs.Content);
            while (nodes.MoveTo(Node))
            {
                if (Text(nodes.Content, NodeName) == $"mlnet.{column}.SlotNames")
                    return KeysOrNull(nodes.Content);
            }
        }
        return null;
    }

    private static ReadOnlyMemory<char>[] KeysOrNull(ReadOnlySpan<byte> node)
    {
        var attributes = new ProtobufFields(node);
        while (attributes.MoveTo(Attribute))
        {
            if (Text(attributes.Content, AttributeName) != "keys_strings")
                continue;
            var names = new List<ReadOnlyMemory<char>>();
            var strings = new ProtobufFields(attributes.Content);
            while (strings.MoveTo(Strings))
                names.Add(Encoding.UTF8.GetString(strings.Content).AsMemory());
            return [.. names];
        }
        return null;
    }

    private static string Text(ReadOnlySpan<byte> message, int field)
    {
        var fields = new ProtobufFields(message);
        return fields.MoveTo(field) ? Encoding.UTF8.GetString(fields.Content) : null;
    }
}
