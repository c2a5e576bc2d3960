using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>A small picture that the samples learn: 6 x 6 pixels, the left or the right half lit, a tenth of the pixels flipped.</summary>
internal sealed class Blob
{
    public const int Side = 6, Pixels = Side * Side;

    [VectorType(Pixels)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    public static Blob[] Generate(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            bool left = random.Next(2) == 0;
            float[] pixels = [.. Enumerable.Range(0, Pixels).Select(p => ((p % Side < Side / 2) == left) ^ (random.Next(10) == 0) ? 1f : 0f)];
            return new Blob { Features = pixels, Label = left ? "left" : "right" };
        })];
    }

    /// <summary>Whether most of the light is where a label says.</summary>
    public static bool Shows(ReadOnlySpan<float> pixels, string label)
    {
        float left = 0, right = 0;
        for (int p = 0; p < pixels.Length; p++)
        {
            (p % Side < Side / 2 ? ref left : ref right) += pixels[p];
        }

        return left > right == (label == "left");
    }
}
