using System.Runtime.CompilerServices;
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

    /// <summary>An array of a known length.</summary>
    public static float[] ReadFiniteSingles(this BinaryReader source, int length)
    {
        float[] values = source.ReadSingles();
        bool fits = values.Length == length && Array.TrueForAll(values, float.IsFinite);
        Expect(fits, $"{length} finite numbers, got {values.Length} or others");
        return values;
    }

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
        int length = source.ReadInt32();
        Expect(length >= 0 && (long)length * Unsafe.SizeOf<T>() <= source.Left(), $"an array within the file, got one of {length} values");
        var values = new T[length];
        source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Bytes up to the end.</summary>
    public static long Left(this BinaryReader source) => source.BaseStream.Length - source.BaseStream.Position;

    /// <exception cref="InvalidDataException">It does not hold.</exception>
    public static void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw Unfit(expected);
        }
    }

    public static InvalidDataException Unfit(string expected) => new($"expected {expected}.");
}
