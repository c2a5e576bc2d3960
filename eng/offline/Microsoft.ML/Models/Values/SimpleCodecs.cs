using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Little-endian values one after the other.</summary>
internal class NumberCodec<T>(string name, DataViewType type) : ValueCodec<T>(name, type)
    where T : unmanaged
{
    public NumberCodec() : this(typeof(T).Name, PrimitiveTypes.FromRaw(typeof(T)))
    {
    }

    public override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => writer.Write(MemoryMarshal.AsBytes(values));

    public override T[] Read(BinaryReader reader, int count)
    {
        T[] values = Room<T>(reader, count);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

/// <summary>Keys are written as their numbers, and described with their count.</summary>
internal sealed class KeyCodec<T>(KeyDataViewType type) : NumberCodec<T>("Key2", type)
    where T : unmanaged
{
    protected override void DescribeParameters(BinaryWriter writer)
    {
        new NumberCodec<T>().Describe(writer);
        writer.Write(type.Count);
    }
}

/// <summary>Eight truth values a byte, the first in the lowest bit.</summary>
internal sealed class BooleanCodec() : ValueCodec<bool>("Boolean", BooleanDataViewType.Instance)
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<bool> values)
    {
        for (int i = 0; i < values.Length; i += 8)
        {
            byte bits = 0;
            for (int j = i; j < Math.Min(i + 8, values.Length); j++)
                bits |= (byte)(values[j] ? 1 << (j - i) : 0);
            writer.Write(bits);
        }
    }

    public override bool[] Read(BinaryReader reader, int count)
    {
        bool[] values = Room<bool>(reader, count, perByte: 8);
        byte bits = 0;
        for (int i = 0; i < count; i++)
        {
            if (i % 8 == 0)
                bits = reader.ReadByte();
            values[i] = (bits >> (i % 8) & 1) != 0;
        }
        return values;
    }
}

/// <summary>The number of texts, where each ends, and all their characters as one text.</summary>
internal sealed class TextCodec() : ValueCodec<ReadOnlyMemory<char>>("TextSpan", TextDataViewType.Instance)
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<ReadOnlyMemory<char>> values)
    {
        writer.Write(values.Length);
        int end = 0;
        var all = new System.Text.StringBuilder();
        foreach (ReadOnlyMemory<char> text in values)
        {
            writer.Write(end += text.Length);
            all.Append(text);
        }
        writer.Write(all.ToString());
    }

    public override ReadOnlyMemory<char>[] Read(BinaryReader reader, int count)
    {
        Contracts.CheckDecode(reader.ReadInt32() == count, "Corrupt texts");
        int[] ends = Room<int>(reader, count);
        foreach (ref int end in ends.AsSpan())
            end = reader.ReadInt32();
        ReadOnlyMemory<char> all = reader.ReadString().AsMemory();
        var values = new ReadOnlyMemory<char>[count];
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            // A set sign bit means an empty text.
            int end = ends[i] & int.MaxValue;
            Contracts.CheckDecode(end >= start && end <= all.Length, "Corrupt texts");
            values[i] = ends[i] >= 0 ? all[start..end] : default;
            start = end;
        }
        return values;
    }
}
