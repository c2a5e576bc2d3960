using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class ImageGridTests
{
    [TestMethod]
    public void ImagesStandInRowsAtTheirZoom()
    {
        // three images of 1 x 2 pixels, two in a row, three screen pixels a pixel
        (int width, int height, byte[] pixels) = Decode(ImageGrid.ToPng([0f, 1f, 0.5f, 2f, -1f, 1f], 1, 2, columns: 2, zoom: 3));

        Assert.AreEqual((2 + (2 * (6 + 2)), 2 + (2 * (3 + 2))), (width, height));
        byte At(int x, int y) => pixels[(y * width) + x];
        Assert.AreEqual(96, At(0, 0));
        Assert.AreEqual(0, At(2, 2));
        Assert.AreEqual(0, At(4, 4));
        Assert.AreEqual(255, At(5, 2));
        Assert.AreEqual(96, At(8, 2));
        Assert.AreEqual(128, At(10, 2));
        Assert.AreEqual(255, At(13, 2), "above 1 is white");
        Assert.AreEqual(0, At(2, 7), "below 0 is black");
        Assert.AreEqual(96, At(10, 7), "there is no fourth image");
    }

    [TestMethod]
    public void ValuesThatAreNoWholeImagesAreRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.ToPng(new float[5], 1, 2, 2));
        StringAssert.Contains(error.Message, "images of 1 x 2 values, got 5");
        Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.ToPng([], 1, 2, 2));
    }

    /// <summary>Reads a grey PNG by the book: each chunk's CRC by the table method, unfiltered rows.</summary>
    private static (int Width, int Height, byte[] Pixels) Decode(byte[] png)
    {
        CollectionAssert.AreEqual(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }, png[..8]);
        (int width, int height) = (0, 0);
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
                CollectionAssert.AreEqual(new byte[] { 8, 0, 0, 0, 0 }, png[(at + 16)..(at + 21)]);
            }
            else if (type == "IDAT")
            {
                data.Write(png, at + 8, length);
            }

            at += 12 + length;
        }

        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        byte[] pixels = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            Assert.AreEqual(0, zlib.ReadByte());
            zlib.ReadExactly(pixels, y * width, width);
        }

        Assert.AreEqual(-1, zlib.ReadByte());
        return (width, height, pixels);
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
