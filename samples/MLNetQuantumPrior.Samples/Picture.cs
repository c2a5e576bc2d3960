using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>What the samples learn: 6 x 6 pixels, the left or the right half lit, a tenth of the pixels flipped.</summary>
internal sealed class Picture
{
    public const int Side = 6, Pixels = Side * Side;

    [VectorType(Pixels)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    /// <summary>Whether most of the light is where the label says.</summary>
    public bool ShowsItsLabel => Shows(Features, Label);

    public static Picture[] Draw(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            bool left = random.Next(2) == 0;
            float[] pixels = [.. Enumerable.Range(0, Pixels).Select(p =>
                ((p % Side < Side / 2) == left) ^ (random.Next(10) == 0) ? 1f : 0f)];
            return new Picture { Features = pixels, Label = left ? "left" : "right" };
        })];
    }

    public static bool Shows(float[] pixels, string label)
    {
        float light = Enumerable.Range(0, Pixels).Sum(p => p % Side < Side / 2 ? pixels[p] : -pixels[p]);
        return light > 0 == (label == "left");
    }
}
