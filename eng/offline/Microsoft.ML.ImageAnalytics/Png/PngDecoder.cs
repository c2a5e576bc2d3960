using System.Buffers.Binary;
using System.IO.Compression;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Reads PNG images of every colour type and depth, but not interlaced ones.</summary>
internal sealed class PngDecoder
{
    private const byte Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;
    private const int MaxPixels = int.MaxValue / 4;

    private readonly int _depth;
    private readonly byte _colorType;
    private readonly byte[] _palette = [];
    private readonly byte[] _transparency = [];
    private readonly byte[] _rows;

    private PngDecoder(ReadOnlyMemory<byte> file)
    {
        using var compressed = new MemoryStream();
        foreach ((string name, ReadOnlyMemory<byte> content) in PngChunks.Read(file))
        {
            switch (name)
            {
                case "IHDR":
                    (Width, Height, _depth, _colorType) = Header(content.Span);
                    break;
                case "PLTE":
                    _palette = content.ToArray();
                    break;
                case "tRNS":
                    _transparency = content.ToArray();
                    break;
                case "IDAT":
                    compressed.Write(content.Span);
                    break;
            }
        }
        Check(Width > 0, "expected a header");
        compressed.Position = 0;
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        _rows = new byte[checked((1 + Stride) * Height)];
        try
        {
            zlib.ReadExactly(_rows);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("PNG: expected more rows, got the end of the image data.", error);
        }
    }

    public int Width { get; }

    public int Height { get; }

    private int Channels => _colorType switch
    {
        Rgb => 3,
        GreyAlpha => 2,
        Rgba => 4,
        _ => 1,
    };

    /// <summary>Bytes a row.</summary>
    private int Stride => checked((int)((((long)Width * Channels * _depth) + 7) / 8));

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(PngChunks.Signature);

    /// <returns>Four bytes a pixel, red first; the colours are not multiplied by alpha.</returns>
    public static byte[] Decode(ReadOnlyMemory<byte> file, out int width, out int height)
    {
        var decoder = new PngDecoder(file);
        (width, height) = (decoder.Width, decoder.Height);
        var rgba = new byte[width * height * 4];
        byte[] above = new byte[decoder.Stride];
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = decoder._rows.AsSpan(y * (1 + decoder.Stride), 1 + decoder.Stride);
            Unfilter(row[0], row[1..], above, Math.Max(1, decoder.Channels * decoder._depth / 8));
            row[1..].CopyTo(above);
            for (int x = 0; x < width; x++)
                decoder.ReadPixel(row[1..], x, rgba.AsSpan(((y * width) + x) * 4, 4));
        }
        return rgba;
    }

    private static (int Width, int Height, int Depth, byte ColorType) Header(ReadOnlySpan<byte> content)
    {
        Check(content.Length == 13, "expected a header of 13 bytes");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content), height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        bool fits = width > 0 && height > 0 && (ulong)width * height <= MaxPixels;
        Check(fits, $"expected a size that fits into memory, got {width}x{height}");
        byte depth = content[8], colorType = content[9];
        bool isKnown = colorType switch
        {
            Grey => depth is 1 or 2 or 4 or 8 or 16,
            Palette => depth is 1 or 2 or 4 or 8,
            Rgb or GreyAlpha or Rgba => depth is 8 or 16,
            _ => false,
        };
        Check(isKnown, $"unknown colour type {colorType} of {depth} bits");
        if (content[12] != 0)
            throw new NotSupportedException("The offline subset of ML.NET reads no interlaced PNG.");
        return ((int)width, (int)height, depth, colorType);
    }

    /// <summary>Adds to each byte what the filter predicts from the bytes to the left, above, and above left.</summary>
    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        Check(filter <= 4, $"unknown filter {filter}");
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0, aboveLeft = i >= pixelBytes ? above[i - pixelBytes] : 0;
            row[i] += filter switch
            {
                1 => (byte)left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                4 => Paeth(left, above[i], aboveLeft),
                _ => 0,
            };
        }
    }

    private static byte Paeth(int left, int above, int aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft), toAbove = Math.Abs(left - aboveLeft);
        int toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return (byte)left;
        return (byte)(toAbove <= toAboveLeft ? above : aboveLeft);
    }

    private void ReadPixel(ReadOnlySpan<byte> row, int x, Span<byte> rgba)
    {
        Span<int> samples = stackalloc int[4];
        for (int c = 0; c < Channels; c++)
            samples[c] = Sample(row, (x * Channels) + c);
        byte alpha = byte.MaxValue;
        switch (_colorType)
        {
            case Palette:
                int entry = samples[0];
                Check((entry * 3) + 2 < _palette.Length, $"colour {entry} is not in the palette");
                _palette.AsSpan(entry * 3, 3).CopyTo(rgba);
                if (entry < _transparency.Length)
                    alpha = _transparency[entry];
                break;
            case Grey or GreyAlpha:
                rgba[..3].Fill(ToByte(samples[0]));
                alpha = _colorType == GreyAlpha ? ToByte(samples[1]) : Transparent(samples[..1]);
                break;
            default:
                for (int c = 0; c < 3; c++)
                    rgba[c] = ToByte(samples[c]);
                alpha = _colorType == Rgba ? ToByte(samples[3]) : Transparent(samples[..3]);
                break;
        }
        rgba[3] = alpha;
    }

    /// <summary>One colour can be declared transparent.</summary>
    private byte Transparent(ReadOnlySpan<int> samples)
    {
        if (_transparency.Length < samples.Length * 2)
            return byte.MaxValue;
        for (int c = 0; c < samples.Length; c++)
        {
            if (samples[c] != BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(c * 2)))
                return byte.MaxValue;
        }
        return 0;
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        if (_depth == 16)
            return BinaryPrimitives.ReadUInt16BigEndian(row[(index * 2)..]);
        int bit = index * _depth;
        return row[bit / 8] >> (8 - _depth - (bit % 8)) & ((1 << _depth) - 1);
    }

    private byte ToByte(int sample) => _depth == 16 ? (byte)(sample >> 8) : (byte)(sample * 255 / ((1 << _depth) - 1));

    private static void Check(bool condition, string what)
    {
        if (!condition)
            throw new InvalidDataException($"PNG: {what}.");
    }
}
