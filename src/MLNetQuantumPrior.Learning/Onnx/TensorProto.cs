using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace MLNetQuantumPrior.Learning.Onnx;

/// <summary>A named constant: its elements are little-endian, row-major.</summary>
internal sealed partial class TensorProto
{
    public static TensorProto Of(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
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

        return Of(name, Types.DataType.Float, shape, bytes);
    }

    public static TensorProto Of(string name, ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int k = 0; k < values.Length; k++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(k * sizeof(long)), values[k]);
        }

        return Of(name, Types.DataType.Int64, [values.Length], bytes);
    }

    /// <summary>Numbers rounded to the nearest halves.</summary>
    public static TensorProto OfHalves(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(ushort)];
        for (int k = 0; k < values.Length; k++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(k * sizeof(ushort)), (Half)values[k]);
        }

        return Of(name, Types.DataType.Float16, shape, bytes);
    }

    /// <summary>Bytes, which must not change any more.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<int> shape, byte[] values) => Of(name, Types.DataType.Uint8, shape, values);

    /// <summary>Signed bytes.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<int> shape, sbyte[] values) =>
        Of(name, Types.DataType.Int8, shape, MemoryMarshal.AsBytes<sbyte>(values).ToArray());

    /// <summary>Weights of a layer.</summary>
    /// <param name="block">Which.</param>
    /// <param name="parameters">The flat vector of all parameters.</param>
    public static TensorProto Of(ParameterBlock block, ReadOnlySpan<float> parameters) =>
        Of(block.Name, block.Shape.AsSpan(), parameters[block.Offset..block.End]);

    /// <exception cref="InvalidDataException">
    /// Its elements are of a type that this library never writes, or not as many as its shape says.
    /// </exception>
    public void Check()
    {
        int size = ElementSize(DataType);
        if (size == 0)
        {
            throw new InvalidDataException(
                $"ONNX file: expected an element type of 1 to 3, 5 to 7, 9 to 11 or 13 for tensor '{Name}', got {(int)DataType}.");
        }

        // In doubles, because a product of hostile sizes may exceed every integer; below 2^53 it is exact.
        double expected = Dims.Aggregate((double)size, (product, length) => product * length);
        if (Dims.Any(length => length < 0) || expected != RawData.Length)
        {
            throw new InvalidDataException(
                $"ONNX file: expected {DataType} data of shape [{string.Join(", ", Dims)}] for tensor '{Name}', " +
                $"got {RawData.Length} bytes.");
        }
    }

    private static TensorProto Of(string name, Types.DataType type, ReadOnlySpan<int> shape, byte[] bytes)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        foreach (int length in shape)
        {
            tensor.Dims.Add(length);
        }

        return tensor;
    }
}
