using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Images of 64 x 64 pixels in colour, channel after channel, from a folder in CelebA's format or drawn by code.</summary>
internal static class ColourImages
{
    public const int Side = 64, Channels = 3;

    private const int Pixels = Side * Side;

    /// <summary>The first images of the folder's training part, or as many drawn ones.</summary>
    /// <exception cref="InvalidDataException">An image has another size.</exception>
    public static FeatureMatrix Read(string? folder, int first, int count) =>
        new(Channels * Pixels, folder is null ? Drawn(first, count) : Files(folder, first, count));

    private static float[] Files(string folder, int first, int count)
    {
        float[] values = new float[count * Channels * Pixels];
        string[] paths = [.. Directory.GetFiles(Path.Combine(folder, "img_align_celeba")).Order(StringComparer.Ordinal)];
        for (int k = 0; k < count; k++)
        {
            using MLImage image = MLImage.CreateFromFile(paths[first + k]);
            if (image.Width != Side || image.Height != Side)
            {
                throw new InvalidDataException($"{paths[first + k]}: expected {Side} x {Side} pixels, got {image.Width} x {image.Height}.");
            }

            int red = image.PixelFormat == MLPixelFormat.Bgra32 ? 2 : 0;
            ReadOnlySpan<byte> pixels = image.Pixels;
            for (int i = 0; i < Pixels; i++)
            {
                int at = (k * Channels * Pixels) + i;
                values[at] = pixels[(4 * i) + red] / 255f;
                values[at + Pixels] = pixels[(4 * i) + 1] / 255f;
                values[at + (2 * Pixels)] = pixels[(4 * i) + 2 - red] / 255f;
            }
        }

        return values;
    }

    /// <summary>An ellipse on a ground, and two smaller ones within it, all of any colours.</summary>
    private static float[] Drawn(int first, int count)
    {
        float[] values = new float[count * Channels * Pixels];
        for (int k = 0; k < count; k++)
        {
            var random = new Random(first + k);
            Span<float> image = values.AsSpan(k * Channels * Pixels, Channels * Pixels);
            (double x, double y) = (24 + (16 * random.NextDouble()), 24 + (16 * random.NextDouble()));
            double width = 12 + (8 * random.NextDouble()), apart = width * (0.3 + (0.2 * random.NextDouble()));
            Fill(image, Side / 2, Side / 2, Side, Side, random);
            Fill(image, x, y, width, width * (1 + (0.4 * random.NextDouble())), random);
            Fill(image, x - apart, y, width / 5, width / 5, new Random(k % 7));
            Fill(image, x + apart, y, width / 5, width / 5, new Random(k % 7));
        }

        return values;
    }

    private static void Fill(Span<float> image, double x, double y, double width, double height, Random random)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            float value = random.NextSingle();
            for (int i = 0; i < Pixels; i++)
            {
                double dx = ((i % Side) - x) / width, dy = ((i / Side) - y) / height;
                if ((dx * dx) + (dy * dy) <= 1)
                {
                    image[(channel * Pixels) + i] = value;
                }
            }
        }
    }
}
