using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>Writes 8-bit images, grey or of colours, as PNG (ISO/IEC 15948).</summary>
internal static class PngWriter
{
    /// <summary>The bytes of a PNG file.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="pixels">0 black to 255 white; 3 channels are red, green and blue. <c>[height, width, channels]</c></param>
    /// <param name="channels">1 or 3.</param>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> pixels, int channels = 1)
    {
        const byte Grey = 0, Rgb = 2;
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n']);

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits per channel; behind the colour type come the only compression, filter method and no interlacing
        header[9] = channels == 1 ? Grey : Rgb;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(width * channels, height, pixels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(int rowLength, int height, ReadOnlySpan<byte> pixels)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0); // this row's filter: none
                zlib.Write(pixels.Slice(y * rowLength, rowLength));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
