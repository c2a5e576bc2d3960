using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetContract.ImageAnalytics.Tests;

/// <summary>PNG files of every colour type, written bit by bit. Checksums are computed the slow way.</summary>
internal static class PngFile
{
    public const byte Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;

    /// <param name="rows">Each row behind the number of its filter, as in the file.</param>
    /// <param name="extra">Chunks before the image data.</param>
    public static byte[] Of(int width, int height, byte depth, byte colorType, byte[][] rows, params (string Name, byte[] Content)[] extra)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR", [.. Number(width), .. Number(height), depth, colorType, 0, 0, 0]);
        foreach ((string name, byte[] content) in extra)
            Chunk(file, name, content);
        using var zlib = new MemoryStream();
        using (var deflate = new ZLibStream(zlib, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (byte[] row in rows)
                deflate.Write(row);
        }
        // In two chunks, as larger files are.
        byte[] data = zlib.ToArray();
        Chunk(file, "IDAT", data[..(data.Length / 2)]);
        Chunk(file, "IDAT", data[(data.Length / 2)..]);
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, string name, byte[] content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(name), .. content];
        file.Write(Number(content.Length));
        file.Write(named);
        uint crc = uint.MaxValue;
        foreach (byte b in named)
        {
            for (int bit = 0; bit < 8; bit++)
                crc = ((crc ^ (b >> bit)) & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        file.Write(Number((int)~crc));
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
