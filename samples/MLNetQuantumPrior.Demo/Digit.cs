using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Demo;

/// <summary>One handwritten digit, as ML.NET reads rows from objects.</summary>
internal sealed class Digit
{
    public const int Side = 28;

    /// <summary>Pixels row by row, 0 background to 1 ink.</summary>
    [VectorType(Side * Side)]
    public float[] Features { get; set; } = [];

    /// <summary>0 to 9.</summary>
    public float Label { get; set; }

    /// <summary>Reads a part of MNIST: "train" (60,000 digits) or "t10k" (10,000).</summary>
    public static Digit[] Load(string folder, string part)
    {
        IdxFile images = IdxFile.Read(Path.Combine(folder, $"{part}-images-idx3-ubyte"));
        IdxFile labels = IdxFile.Read(Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        if (images.Count != labels.Count || images.ItemSize != Side * Side)
        {
            throw new InvalidDataException(
                $"MNIST '{part}' in '{folder}': expected one label for each image of {Side} x {Side} pixels, " +
                $"got {images.Count} images of {images.ItemSize} and {labels.Count} labels.");
        }

        var digits = new Digit[images.Count];
        for (int i = 0; i < digits.Length; i++)
        {
            float[] pixels = new float[images.ItemSize];
            ReadOnlySpan<byte> bytes = images[i];
            for (int k = 0; k < pixels.Length; k++)
            {
                pixels[k] = bytes[k] / 255f;
            }

            digits[i] = new() { Features = pixels, Label = labels[i][0] };
        }

        return digits;
    }
}
