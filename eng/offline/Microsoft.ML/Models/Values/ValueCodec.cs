using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How ML.NET's binary files describe a column type, and how they pack values of it.</summary>
internal abstract class ValueCodec(string name, DataViewType type)
{
    private static readonly ValueCodec[] s_simple =
    [
        new NumberCodec<sbyte>(), new NumberCodec<byte>(), new NumberCodec<short>(), new NumberCodec<ushort>(), new NumberCodec<int>(),
        new NumberCodec<uint>(), new NumberCodec<long>(), new NumberCodec<ulong>(), new NumberCodec<float>(), new NumberCodec<double>(),
        new NumberCodec<TimeSpan>(), new NumberCodec<DataViewRowId>(), new TextCodec(), new BooleanCodec(),
    ];

    public DataViewType Type { get; } = type;

    private string Name => name;

    /// <summary>The codec of a type, null if there is none.</summary>
    public static ValueCodec ForOrNull(DataViewType type) => type switch
    {
        KeyDataViewType => (ValueCodec)GenericCall.Invoke(Key<uint>, type.RawType, type),
        VectorDataViewType vector => ForOrNull(vector.ItemType) is { } item
            ? (ValueCodec)GenericCall.Invoke(Vector<int>, vector.ItemType.RawType, vector, item) : null,
        _ => s_simple.FirstOrDefault(codec => codec.Type == type),
    };

    /// <summary>Reads a description; null if it is of a type without a codec.</summary>
    public static ValueCodec DescribedOrNull(BinaryReader reader)
    {
        string name = reader.ReadString();
        long end = reader.Read7BitEncodedInt64();
        Contracts.CheckDecode(end >= 0 && end <= reader.BaseStream.Length - reader.BaseStream.Position, "Corrupt codec description");
        end += reader.BaseStream.Position;
        DataViewType type = name switch
        {
            "VBuffer" => DescribedOrNull(reader)?.Type is PrimitiveDataViewType item
                ? new VectorDataViewType(item, Dimensions(reader)) : null,
            "Key2" => DescribedOrNull(reader)?.Type is NumberDataViewType number
                ? new KeyDataViewType(number.RawType, reader.ReadUInt64()) : null,
            _ => s_simple.FirstOrDefault(codec => codec.Name == name)?.Type,
        };
        reader.BaseStream.Position = end;
        return type == null ? null : ForOrNull(type);
    }

    public void Describe(BinaryWriter writer)
    {
        using var parameters = new MemoryStream();
        using var parameterWriter = new BinaryWriter(parameters, Encoding.UTF8);
        DescribeParameters(parameterWriter);
        parameterWriter.Flush();
        writer.Write(Name);
        writer.Write7BitEncodedInt64(parameters.Length);
        writer.Write(parameters.ToArray());
    }

    protected virtual void DescribeParameters(BinaryWriter writer)
    {
    }

    private static ValueCodec Key<T>(KeyDataViewType type)
        where T : unmanaged => new KeyCodec<T>(type);

    private static ValueCodec Vector<T>(VectorDataViewType type, ValueCodec item) => new VectorCodec<T>(type, (ValueCodec<T>)item);

    private static int[] Dimensions(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        Contracts.CheckDecode(count is >= 0 and < 256, "Corrupt vector type");
        int[] dimensions = [.. Enumerable.Range(0, count).Select(_ => reader.ReadInt32())];
        return count > 0 ? dimensions : [0];
    }
}

internal abstract class ValueCodec<T>(string name, DataViewType type) : ValueCodec(name, type)
{
    public abstract void Write(BinaryWriter writer, ReadOnlySpan<T> values);

    public abstract T[] Read(BinaryReader reader, int count);

    /// <summary>An array for values that take at least one byte for every <paramref name="perByte"/> of them.</summary>
    protected static TItem[] Room<TItem>(BinaryReader reader, int count, int perByte = 1)
    {
        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        Contracts.CheckDecode(count >= 0 && count <= left * perByte, "Corrupt values");
        return new TItem[count];
    }
}
