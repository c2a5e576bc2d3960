using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

public enum MLPixelFormat
{
    Unknown,
    Bgra32,
    Rgba32,
}

/// <summary>An image in memory. Only PNG files are read and written.</summary>
public sealed class MLImage : IDisposable
{
    private readonly int _width;
    private readonly int _height;
    private readonly MLPixelFormat _format;
    private byte[] _pixels;
    private string _tag;

    private MLImage(int width, int height, MLPixelFormat format, byte[] pixels)
    {
        _width = width;
        _height = height;
        _format = format;
        _pixels = pixels;
    }

    public MLPixelFormat PixelFormat => Alive._format;

    /// <summary>Four bytes a pixel in the order of the format, row by row; the colours are multiplied by alpha.</summary>
    public ReadOnlySpan<byte> Pixels => Alive._pixels;

    public byte[] GetBGRPixels
    {
        get
        {
            byte[] rgba = Alive.ToRgba();
            var pixels = new byte[_width * _height * 3];
            for (int i = 0; i < _width * _height; i++)
            {
                for (int c = 0; c < 3; c++)
                    pixels[(i * 3) + c] = rgba[(i * 4) + 2 - c];
            }
            return pixels;
        }
    }

    public string Tag
    {
        get => Alive._tag;
        set => Alive._tag = value;
    }

    public int Width => Alive._width;

    public int Height => Alive._height;

    public int BitsPerPixel => Alive.BytesPerPixel * 8;

    /// <summary>Where red stands among the bytes of a pixel; blue stands at 2 minus that.</summary>
    internal int RedIndex => _format == MLPixelFormat.Bgra32 ? 2 : 0;

    private int BytesPerPixel => 4;

    private MLImage Alive => _pixels != null ? this : throw new InvalidOperationException("Object is disposed.");

    public static MLImage CreateFromStream(Stream imageStream)
    {
        ArgumentNullException.ThrowIfNull(imageStream);
        using var file = new MemoryStream();
        imageStream.CopyTo(file);
        return FromPng(file.ToArray(), nameof(imageStream), "Invalid input stream contents");
    }

    public static MLImage CreateFromFile(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        if (!File.Exists(imagePath))
            throw new ArgumentException("Invalid path", nameof(imagePath));
        return FromPng(File.ReadAllBytes(imagePath), nameof(imagePath), "Invalid path");
    }

    public static MLImage CreateFromPixels(int width, int height, MLPixelFormat pixelFormat, ReadOnlySpan<byte> imagePixelData)
    {
        if (pixelFormat is not (MLPixelFormat.Bgra32 or MLPixelFormat.Rgba32))
            throw new ArgumentException("Unsupported pixel format", nameof(pixelFormat));
        if (width <= 0)
            throw new ArgumentException("Invalid width value.", nameof(width));
        if (height <= 0)
            throw new ArgumentException("Invalid height value.", nameof(height));
        if (imagePixelData.Length != width * height * 4)
            throw new ArgumentException("Invalid imagePixelData buffer size.");
        return new MLImage(width, height, pixelFormat, imagePixelData.ToArray());
    }

    public void Save(string imagePath)
    {
        byte[] rgba = Alive.ToRgba();
        string extension = Path.GetExtension(imagePath);
        if (!extension.Equals(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"Saving image with the format '{extension}' is not supported.", nameof(imagePath));
        File.WriteAllBytes(imagePath, PngEncoder.Encode(_width, _height, rgba));
    }

    public void Dispose() => _pixels = null;

    private static MLImage FromPng(byte[] file, string parameter, string message)
    {
        if (!PngDecoder.IsPng(file))
            throw new ArgumentException(message, parameter);
        byte[] pixels;
        int width, height;
        try
        {
            pixels = PngDecoder.Decode(file, out width, out height);
        }
        catch (InvalidDataException error)
        {
            throw new ArgumentException(message, parameter, error);
        }
        for (int i = 0; i < pixels.Length; i += 4)
        {
            (byte red, byte blue, byte alpha) = (pixels[i], pixels[i + 2], pixels[i + 3]);
            pixels[i] = Multiply(blue, alpha);
            pixels[i + 1] = Multiply(pixels[i + 1], alpha);
            pixels[i + 2] = Multiply(red, alpha);
        }
        return new MLImage(width, height, MLPixelFormat.Bgra32, pixels);
    }

    /// <summary>The colours not multiplied by alpha, red first.</summary>
    private byte[] ToRgba()
    {
        var rgba = new byte[_pixels.Length];
        for (int i = 0; i < rgba.Length; i += 4)
        {
            byte alpha = _pixels[i + 3];
            rgba[i] = Divide(_pixels[i + RedIndex], alpha);
            rgba[i + 1] = Divide(_pixels[i + 1], alpha);
            rgba[i + 2] = Divide(_pixels[i + 2 - RedIndex], alpha);
            rgba[i + 3] = alpha;
        }
        return rgba;
    }

    private static byte Multiply(byte color, byte alpha) => (byte)(((color * alpha) + 127) / 255);

    private static byte Divide(byte color, byte alpha) => alpha == 0 ? (byte)0 : (byte)Math.Min(255, ((color * 255) + (alpha / 2)) / alpha);
}
