using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Transforms.Image;

/// <summary>The parts of a PNG file: length, name, content and checksum.</summary>
internal static class PngChunks
{
    private static readonly uint[] s_crcTable = [.. Enumerable.Range(0, 256).Select(n => CrcOf((uint)n))];

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public static void Write(Stream stream, string name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        stream.Write(number);
    }

    /// <summary>The chunks up to the end of the image.</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> Read(ReadOnlyMemory<byte> file)
    {
        for (int at = Signature.Length; ;)
        {
            ReadOnlySpan<byte> left = file.Span[at..];
            if (left.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(left) > left.Length - 12)
                throw new InvalidDataException("PNG: expected a further chunk, got the end of the file.");
            int length = BinaryPrimitives.ReadInt32BigEndian(left);
            ReadOnlySpan<byte> named = left.Slice(4, 4 + length);
            if (Crc(named) != BinaryPrimitives.ReadUInt32BigEndian(left[(8 + length)..]))
                throw new InvalidDataException("PNG: the checksum of a chunk is wrong.");
            string name = Encoding.ASCII.GetString(named[..4]);
            if (name == "IEND")
                yield break;
            yield return (name, file.Slice(at + 8, length));
            at += length + 12;
        }
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            crc = s_crcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint CrcOf(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        return value;
    }
}
