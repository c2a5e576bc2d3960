using System.Buffers.Binary;

namespace MLNetQuantumPrior.Learning.Onnx;

/// <content>Constants of any type of number, and their elements.</content>
internal sealed partial class TensorProto
{
    /// <summary>Bytes of an element; 0 where this library never writes the type.</summary>
    public static int ElementSize(Types.DataType type) => type switch
    {
        Types.DataType.Double or Types.DataType.Int64 or Types.DataType.Uint64 => sizeof(long),
        Types.DataType.Float or Types.DataType.Int32 => sizeof(int),
        Types.DataType.Float16 or Types.DataType.Int16 => sizeof(short),
        Types.DataType.Uint8 or Types.DataType.Int8 or Types.DataType.Bool => 1,
        _ => 0,
    };

    /// <summary>Integers as elements of a type that holds them, which may be one of floating-point numbers.</summary>
    public static TensorProto Of(string name, Types.DataType type, ReadOnlySpan<int> shape, IEnumerable<long> values)
    {
        int size = ElementSize(type), at = 0, length = size;
        foreach (int count in shape)
        {
            length = checked(length * count);
        }

        byte[] bytes = new byte[length];
        foreach (long value in values)
        {
            WriteInteger(bytes.AsSpan(at, size), type, value);
            at += size;
        }

        return Of(name, type, shape, bytes);
    }

    /// <summary>A number.</summary>
    public static TensorProto Of(string name, double value)
    {
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return Of(name, Types.DataType.Double, [], bytes);
    }

    /// <summary>Numbers of double precision in a row.</summary>
    public static TensorProto OfDoubles(string name, ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int k = 0; k < values.Length; k++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)), values[k]);
        }

        return Of(name, Types.DataType.Double, [values.Length], bytes);
    }

    /// <summary>Elements of a tensor of single precision.</summary>
    public float[] ToSingles()
    {
        float[] values = new float[RawData.Length / sizeof(float)];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = BinaryPrimitives.ReadSingleLittleEndian(RawData.Span[(k * sizeof(float))..]);
        }

        return values;
    }

    /// <summary>Elements of a tensor of 64-bit integers.</summary>
    public long[] ToIntegers()
    {
        long[] values = new long[RawData.Length / sizeof(long)];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = BinaryPrimitives.ReadInt64LittleEndian(RawData.Span[(k * sizeof(long))..]);
        }

        return values;
    }

    /// <summary>One element of a tensor of numbers.</summary>
    public double Element(int index)
    {
        ReadOnlySpan<byte> bytes = RawData.Span[(index * ElementSize(DataType))..];
        return DataType switch
        {
            Types.DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            Types.DataType.Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            Types.DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            Types.DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            Types.DataType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => bytes[0],
        };
    }

    private static void WriteInteger(Span<byte> target, Types.DataType type, long value)
    {
        switch (type)
        {
            case Types.DataType.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(target, value);
                break;
            case Types.DataType.Float:
                BinaryPrimitives.WriteSingleLittleEndian(target, value);
                break;
            case Types.DataType.Int16:
                BinaryPrimitives.WriteInt16LittleEndian(target, checked((short)value));
                break;
            case Types.DataType.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(target, checked((int)value));
                break;
            case Types.DataType.Int64 or Types.DataType.Uint64:
                BinaryPrimitives.WriteInt64LittleEndian(target, value);
                break;
            default:
                target[0] = checked((byte)value);
                break;
        }
    }
}
