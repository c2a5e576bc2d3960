using System.Runtime.InteropServices;
using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The entry quantiles.bin of a model file, little-endian: "BMVQ"; Int32 slots; for each slot Int32 knots, or 0 where it has no quantiles;
/// where it has, Byte 1 if its values are whole numbers, else 0, and for each knot Single value, low, score and high.
/// </summary>
internal static class QuantileFile
{
    private const int KnotSize = 4 * sizeof(float);

    private static ReadOnlySpan<byte> Magic => "BMVQ"u8;

    public static byte[] Write(ImmutableArray<SlotQuantiles?> quantiles)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(quantiles.Length);
        foreach (SlotQuantiles? own in quantiles)
        {
            writer.Write(own?.Knots.Length ?? 0);
            if (own is not null)
            {
                writer.Write(own.IsWhole);
                writer.Write(MemoryMarshal.AsBytes(own.Knots.AsSpan()));
            }
        }

        return content.ToArray();
    }

    /// <exception cref="InvalidDataException">The content is not of this form, or of another size.</exception>
    /// <exception cref="ArgumentException">Numbers are none that quantiles may have.</exception>
    public static ImmutableArray<SlotQuantiles?> Read(byte[] content, int slots)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        try
        {
            Expect(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "it to begin with 'BMVQ'");
            Expect(reader.ReadInt32() == slots, $"quantiles of {slots} slots");
            var quantiles = new SlotQuantiles?[slots];
            for (int slot = 0; slot < slots; slot++)
            {
                int count = reader.ReadInt32();
                bool fits = count is >= 0 and <= SlotQuantiles.MostKnots;
                Expect(fits, $"0 to {SlotQuantiles.MostKnots} quantiles of slot {slot}, not {count}");
                quantiles[slot] = count == 0 ? null : Slot(reader, count);
            }

            Expect(reader.BaseStream.Position == content.Length, $"{reader.BaseStream.Position} bytes, not {content.Length}");
            return [.. quantiles];
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("quantiles.bin: expected more bytes.", error);
        }
    }

    private static SlotQuantiles Slot(BinaryReader reader, int count)
    {
        byte isWhole = reader.ReadByte();
        Expect(isWhole <= 1, "whole numbers or none");
        byte[] knots = new byte[count * KnotSize];
        reader.BaseStream.ReadExactly(knots);
        return new([.. MemoryMarshal.Cast<byte, QuantileKnot>(knots)]) { IsWhole = isWhole == 1 };
    }

    private static void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw new InvalidDataException($"quantiles.bin: expected {expected}.");
        }
    }
}
