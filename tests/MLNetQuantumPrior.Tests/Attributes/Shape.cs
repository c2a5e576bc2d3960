using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>
/// 8 x 8 pixels: the left or the right half lit, bright or not, and a bar of some rows at the top; a twentieth of the pixels flipped. With
/// what it shows as text, Boolean, key and number.
/// </summary>
internal sealed class Shape
{
    public const int Size = 8, Pixels = Size * Size;

    [VectorType(Pixels)]
    public float[] Features { get; set; } = [];

    public string Side { get; set; } = "";

    public bool Bar { get; set; }

    /// <summary>From 0; ML.NET counts keys from 1.</summary>
    [KeyType(3)]
    public uint Foot { get; set; }

    public float Ink { get; set; }

    public static Shape[] Draw(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One(random))];
    }

    /// <summary>The text that pixels show.</summary>
    public static string SideOf(float[] pixels) =>
        Light(pixels, (x, y) => y is >= 2 and < 6 && x < 4) > Light(pixels, (x, y) => y is >= 2 and < 6 && x >= 4) ? "left" : "right";

    public static bool BarOf(float[] pixels) => Light(pixels, (_, y) => y < 2) > 8;

    /// <summary>The foot that pixels show, as a key, from 1: each has four pixels or six.</summary>
    public static uint FootOf(float[] pixels) =>
        1 + (uint)Enumerable.Range(0, 3).MaxBy(foot => Light(pixels, (x, y) => y >= 6 && Part(x) == foot) / (foot == 1 ? 6f : 4f));

    private static int Part(int x) => x < 2 ? 0 : x < 6 ? 1 : 2;

    private static float Light(float[] pixels, Func<int, int, bool> where) =>
        Enumerable.Range(0, Pixels).Where(p => where(p % Size, p / Size)).Sum(p => pixels[p]);

    private static Shape One(Random random)
    {
        bool left = random.Next(2) == 0, bar = random.Next(2) == 0;
        int foot = random.Next(3);
        float[] pixels = [.. Enumerable.Range(0, Pixels).Select(p =>
        {
            (int x, int y) = (p % Size, p / Size);
            bool lit = y < 2 ? bar : y < 6 ? x < 4 == left : Part(x) == foot && (foot != 1 || x is 3 or 4 || y == 7);
            return lit ^ (random.Next(25) == 0) ? 1f : 0f;
        })];
        return new Shape
        {
            Features = pixels, Side = left ? "left" : "right", Bar = bar, Foot = (uint)foot, Ink = pixels.Sum() + random.NextSingle(),
        };
    }
}
