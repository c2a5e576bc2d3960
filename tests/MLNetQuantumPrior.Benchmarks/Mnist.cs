using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>A part of MNIST: "train" (60,000 digits) or "t10k" (10,000).</summary>
/// <param name="Images">Pixels row by row, 0 background to 1 ink.</param>
/// <param name="Labels">0 to 9.</param>
internal sealed record Mnist(FeatureMatrix Images, int[] Labels)
{
    public const int Side = 28;

    public static Mnist Load(string folder, string part)
    {
        IdxFile images = IdxFile.Read(Path.Combine(folder, $"{part}-images-idx3-ubyte"));
        IdxFile labels = IdxFile.Read(Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        float[] pixels = [.. images.Content.Select(value => value / 255f)];
        return new(new(images.ItemSize, pixels), [.. labels.Content.Select(value => (int)value)]);
    }
}
