using System.Buffers.Binary;
using System.IO.Compression;

namespace Microsoft.ML.Transforms.Image;

internal static class PngEncoder
{
    private const byte EightBits = 8, RedGreenBlueAlpha = 6;

    /// <param name="rgba">Four bytes a pixel, row by row; the colours are not multiplied by alpha.</param>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> rgba)
    {
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = EightBits;
        header[9] = RedGreenBlueAlpha;
        PngChunks.Write(file, "IHDR", header);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0); // a row without a filter
                zlib.Write(rgba.Slice(y * width * 4, width * 4));
            }
        }
        PngChunks.Write(file, "IDAT", compressed.ToArray());
        PngChunks.Write(file, "IEND", []);
        return file.ToArray();
    }
}
