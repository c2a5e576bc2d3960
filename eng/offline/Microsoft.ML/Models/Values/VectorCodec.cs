using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The number of vectors, their common length or 0, their lengths if not common, how many values each holds (-1 for a dense one), the
/// slots of the sparse ones, and all values.
/// </summary>
internal sealed class VectorCodec<T>(VectorDataViewType type, ValueCodec<T> items) : ValueCodec<VBuffer<T>>("VBuffer", type)
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<VBuffer<T>> values)
    {
        writer.Write(values.Length);
        writer.Write(type.Size);
        var counts = new List<int>();
        var slots = new List<int>();
        var all = new List<T>();
        foreach (VBuffer<T> vector in values)
        {
            counts.Add(vector.IsDense ? -1 : vector.GetValues().Length);
            slots.AddRange(vector.IsDense ? [] : vector.GetIndices());
            all.AddRange(vector.GetValues());
            if (!type.IsKnownSize)
                writer.Write(vector.Length);
        }
        counts.ForEach(writer.Write);
        writer.Write(slots.Count);
        slots.ForEach(writer.Write);
        items.Write(writer, [.. all]);
    }

    public override VBuffer<T>[] Read(BinaryReader reader, int count)
    {
        Contracts.CheckDecode(reader.ReadInt32() == count, "Corrupt vectors");
        int size = reader.ReadInt32();
        Contracts.CheckDecode(type.IsKnownSize ? size == type.Size : size >= 0, "Corrupt vectors");
        int[] lengths = size > 0 ? [.. Enumerable.Repeat(size, count)] : Integers(reader, count);
        int[] counts = Integers(reader, count);
        int[] slots = Integers(reader, reader.ReadInt32());
        int[] held = [.. counts.Zip(lengths, (n, length) => n < 0 ? length : n)];
        Contracts.CheckDecode(held.Zip(lengths, (n, length) => n >= 0 && n <= length).All(fits => fits)
            && counts.Sum(n => (long)Math.Max(0, n)) == slots.Length, "Corrupt vectors");
        T[] all = items.Read(reader, checked(held.Sum()));
        var vectors = new VBuffer<T>[count];
        int value = 0, slot = 0;
        for (int i = 0; i < count; i++)
        {
            int[] indices = counts[i] < 0 ? null : slots[slot..(slot += counts[i])];
            vectors[i] = new VBuffer<T>(lengths[i], held[i], all[value..(value += held[i])], indices);
        }
        return vectors;
    }

    protected override void DescribeParameters(BinaryWriter writer)
    {
        items.Describe(writer);
        writer.Write(type.Dimensions.Length);
        foreach (int dimension in type.Dimensions)
            writer.Write(dimension);
    }

    private static int[] Integers(BinaryReader reader, int count)
    {
        int[] values = Room<int>(reader, count);
        foreach (ref int value in values.AsSpan())
            value = reader.ReadInt32();
        return values;
    }
}
