using Microsoft.ML.Data;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Brings images to one size. Fill takes the nearest pixel, as ML.NET does; the other two keep the proportions and average over
/// the pixels that a new one covers, where ML.NET's smoothing is another.</summary>
internal sealed record ImageResampling(int Width, int Height, ResizingKind Kind, Anchor Anchor)
{
    public ImageDataViewType Type { get; } = new(Height, Width);

    public MLImage Resize(MLImage image)
    {
        byte[] pixels = Kind == ResizingKind.Fill ? Nearest(image) : Proportional(image);
        return MLImage.CreateFromPixels(Width, Height, image.PixelFormat, pixels);
    }

    private byte[] Nearest(MLImage image)
    {
        var pixels = new byte[Width * Height * 4];
        for (int y = 0; y < Height; y++)
        {
            int sourceY = (int)((y + 0.5) * image.Height / Height);
            for (int x = 0; x < Width; x++)
            {
                int sourceX = (int)((x + 0.5) * image.Width / Width);
                image.Pixels.Slice(((sourceY * image.Width) + sourceX) * 4, 4).CopyTo(pixels.AsSpan(((y * Width) + x) * 4));
            }
        }
        return pixels;
    }

    /// <summary>Padding fits the whole image in and leaves black bars; cropping covers everything and cuts off what is too much.</summary>
    private byte[] Proportional(MLImage image)
    {
        double byWidth = (double)Width / image.Width, byHeight = (double)Height / image.Height;
        double scale = Kind == ResizingKind.IsoPad ? Math.Min(byWidth, byHeight) : Math.Max(byWidth, byHeight);
        int width = (int)(image.Width * scale), height = (int)(image.Height * scale);
        int left = Offset(Width - width, Anchor.Left, Anchor.Right), top = Offset(Height - height, Anchor.Top, Anchor.Bottom);
        var pixels = new byte[Width * Height * 4];
        for (int i = 3; i < pixels.Length; i += 4)
            pixels[i] = byte.MaxValue;
        for (int y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
            {
                Average(image, new Area(x - left, image.Width / (double)width, image.Width),
                    new Area(y - top, image.Height / (double)height, image.Height), pixels.AsSpan(((y * Width) + x) * 4, 4));
            }
        }
        return pixels;
    }

    private int Offset(int room, Anchor start, Anchor end)
    {
        if (Kind == ResizingKind.IsoCrop && Anchor == start)
            return 0;
        return Kind == ResizingKind.IsoCrop && Anchor == end ? room : room / 2;
    }

    private static void Average(MLImage image, Area across, Area down, Span<byte> pixel)
    {
        Span<double> sums = stackalloc double[4];
        double total = 0;
        for (int y = down.First; y <= down.Last; y++)
        {
            for (int x = across.First; x <= across.Last; x++)
            {
                double weight = down.Weight(y) * across.Weight(x);
                total += weight;
                for (int c = 0; c < 4; c++)
                    sums[c] += weight * image.Pixels[(((y * image.Width) + x) * 4) + c];
            }
        }
        for (int c = 0; c < 4; c++)
            pixel[c] = (byte)Math.Round(sums[c] / total);
    }

    /// <summary>The pixels of a line of the image that a pixel of the result covers.</summary>
    private readonly struct Area(int pixel, double ratio, int size)
    {
        private readonly double _start = pixel * ratio;
        private readonly double _end = (pixel + 1) * ratio;

        public int First => Math.Min((int)_start, size - 1);

        public int Last => Math.Clamp((int)Math.Ceiling(_end) - 1, First, size - 1);

        /// <summary>How much of a pixel is covered.</summary>
        public double Weight(int at) => Math.Max(1e-9, Math.Min(_end, at + 1) - Math.Max(_start, at));
    }
}
