using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetQuantumPrior.Evaluation.Tests;

/// <summary>A PNG, grey or of colours, read by the book: each chunk's CRC by the table method, unfiltered rows.</summary>
internal sealed record DecodedPng(int Width, int Height, int Channels, byte[] Pixels)
{
    public byte[] At(int x, int y) => Pixels[(((y * Width) + x) * Channels)..(((y * Width) + x + 1) * Channels)];

    public static DecodedPng Of(byte[] png)
    {
        CollectionAssert.AreEqual(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }, png[..8]);
        (int width, int height, int channels) = (0, 0, 0);
        using var data = new MemoryStream();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            string type = System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
            Assert.AreEqual(Crc(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)), type);
            if (type == "IHDR")
            {
                (width, height) =
                    (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 12)));
                channels = png[at + 17] + 1; // colour type 0 or 2
                CollectionAssert.AreEqual(new byte[] { 8, (byte)(channels - 1), 0, 0, 0 }, png[(at + 16)..(at + 21)]);
            }
            else if (type == "IDAT")
            {
                data.Write(png, at + 8, length);
            }

            at += 12 + length;
        }

        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        byte[] pixels = new byte[width * height * channels];
        for (int y = 0; y < height; y++)
        {
            Assert.AreEqual(0, zlib.ReadByte());
            zlib.ReadExactly(pixels, y * width * channels, width * channels);
        }

        Assert.AreEqual(-1, zlib.ReadByte());
        return new(width, height, channels, pixels);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint[] table = [.. Enumerable.Range(0, 256).Select(n =>
            Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = table[(crc ^ value) & 255] ^ (crc >> 8);
        }

        return crc ^ uint.MaxValue;
    }
}
