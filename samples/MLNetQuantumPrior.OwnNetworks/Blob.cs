using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>An 8 x 8 image of a speckled blob in the upper or lower half.</summary>
internal sealed class Blob
{
    private const int Side = 8;

    [VectorType(Side * Side)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    public static IEnumerable<Blob> Draw(int count)
    {
        var random = new Random(1);
        for (int k = 0; k < count; k++)
        {
            (double x, double y) = (1 + (random.NextDouble() * 5), random.NextDouble() + (k % 2 == 0 ? 1.5 : 4.5));
            float Ink(int p) => random.NextDouble() < Math.Exp(-(Math.Pow((p % Side) - x, 2) + Math.Pow((p / Side) - y, 2)) / 3) ? 1 : 0;
            yield return new() { Features = [.. Enumerable.Range(0, Side * Side).Select(Ink)], Label = k % 2 == 0 ? "above" : "below" };
        }
    }

    /// <summary>Whether there is more ink in the upper half.</summary>
    public static bool IsAbove(float[] image) => image[..(image.Length / 2)].Sum() > image[(image.Length / 2)..].Sum();
}

/// <summary>A generated row.</summary>
internal sealed class GeneratedBlob
{
    [VectorType(64)]
    public float[] Features { get; set; } = [];

    /// <summary>A key: 1 for the first class of the training data, "above".</summary>
    public uint Label { get; set; }
}
