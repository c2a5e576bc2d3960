using Google.Protobuf;

namespace MLNetQuantumPrior.Learning.Onnx;

/// <summary>A named setting of a node.</summary>
internal sealed partial class AttributeProto
{
    public static AttributeProto Of(string name, float value) => new() { Name = name, F = value, Type = Types.AttributeType.Float };

    public static AttributeProto Of(string name, long value) => new() { Name = name, I = value, Type = Types.AttributeType.Int };

    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = Types.AttributeType.String };

    public static AttributeProto Of(string name, GraphProto value) => new() { Name = name, G = value, Type = Types.AttributeType.Graph };

    public static AttributeProto Of(string name, TensorProto value) => new() { Name = name, T = value, Type = Types.AttributeType.Tensor };

    public static AttributeProto Of(string name, IEnumerable<long> values) =>
        new() { Name = name, Ints = { values }, Type = Types.AttributeType.Ints };

    public static AttributeProto Of(string name, IEnumerable<string> values) =>
        new() { Name = name, Strings = { values.Select(ByteString.CopyFromUtf8) }, Type = Types.AttributeType.Strings };
}
