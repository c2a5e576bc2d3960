using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning;

/// <summary>Arrays in a checkpoint: Int32 length, then the values' bytes, little-endian.</summary>
internal static class BinaryArrays
{
    public static void WriteSingles(this BinaryWriter target, ReadOnlySpan<float> values) =>
        Write(target, MemoryMarshal.AsBytes(values), values.Length);

    public static void WriteDoubles(this BinaryWriter target, ReadOnlySpan<double> values) =>
        Write(target, MemoryMarshal.AsBytes(values), values.Length);

    public static void WriteBytes(this BinaryWriter target, ReadOnlySpan<byte> values) => Write(target, values, values.Length);

    public static float[] ReadSingles(this BinaryReader source) => Read<float>(source);

    public static double[] ReadDoubles(this BinaryReader source) => Read<double>(source);

    public static byte[] ReadBytes(this BinaryReader source) => Read<byte>(source);

    private static void Write(BinaryWriter target, ReadOnlySpan<byte> bytes, int length)
    {
        target.Write(length);
        target.Write(bytes);
    }

    private static T[] Read<T>(BinaryReader source)
        where T : unmanaged
    {
        var values = new T[source.ReadInt32()];
        source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
