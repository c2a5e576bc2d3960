using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning;

/// <summary>A named constant (TensorProto).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">Type of its elements.</param>
/// <param name="Shape">Its dimensions; row-major.</param>
/// <param name="Bytes">Its elements, little-endian.</param>
internal sealed record OnnxTensor(string Name, OnnxElement Element, ImmutableArray<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    private const int ShapeField = 1;
    private const int ElementField = 2;
    private const int NameField = 8;
    private const int BytesField = 9;

    public static OnnxTensor Of(string name, ImmutableArray<long> shape, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
        }
        else
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), MemoryMarshal.Cast<byte, int>(bytes.AsSpan()));
        }

        return new(name, OnnxElement.Float, shape, bytes);
    }

    public static OnnxTensor Of(string name, ImmutableArray<long> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int k = 0; k < values.Length; k++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(k * sizeof(long)), values[k]);
        }

        return new(name, OnnxElement.Int64, [values.Length], bytes);
    }

    /// <summary>Weights of a layer.</summary>
    /// <param name="block">Which.</param>
    /// <param name="parameters">The flat vector of all parameters.</param>
    public static OnnxTensor Of(ParameterBlock block, ReadOnlySpan<float> parameters) =>
        Of(block.Name, [.. block.Shape.Select(size => (long)size)], parameters[block.Offset..block.End]);

    public static OnnxTensor Of(string name, ReadOnlyMemory<byte> bytes) => new(name, OnnxElement.UInt8, [bytes.Length], bytes);

    public static OnnxTensor Read(ProtobufReader reader)
    {
        string name = "";
        OnnxElement? found = null;
        ReadOnlyMemory<byte> bytes = default;
        var shape = ImmutableArray.CreateBuilder<long>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case ShapeField:
                    reader.Int64s(shape);
                    break;
                case ElementField:
                    found = OnnxElements.Read(reader);
                    break;
                case NameField:
                    name = reader.Text();
                    break;
                case BytesField:
                    bytes = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // In doubles, because a product of hostile sizes may exceed every integer; below 2^53 it is exact.
        OnnxElement element = found ?? throw reader.Damaged($"an element type for tensor '{name}'", "none");
        double expected = shape.Aggregate((double)element.Size(), (product, size) => product * size);
        bool fits = shape.All(size => size >= 0) && expected == bytes.Length;
        return fits
            ? new(name, element, shape.ToImmutable(), bytes)
            : throw reader.Damaged($"{element} data of shape [{string.Join(", ", shape)}] for tensor '{name}'", $"{bytes.Length} bytes");
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        foreach (long size in Shape)
        {
            message.Varint(ShapeField, size);
        }

        message.Varint(ElementField, (long)Element);
        message.Text(NameField, Name);
        message.Bytes(BytesField, Bytes);
        return message;
    }
}
