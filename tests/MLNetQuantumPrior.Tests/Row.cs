using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>Small rows for the tests: two kinds of striped 6 x 6 images.</summary>
internal sealed class Row
{
    public const int Side = 6, Size = Side * Side;

    [VectorType(Size)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    public int Number { get; set; }

    public static Row[] Generate(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            bool bars = random.Next(2) == 0;
            bool[] lit = [.. Enumerable.Range(0, Side).Select(_ => random.Next(2) == 0)];
            float[] pixels = [.. Enumerable.Range(0, Size).Select(p => lit[bars ? p / Side : p % Side] ^ random.Next(20) == 0 ? 1f : 0f)];
            return new Row { Features = pixels, Label = bars ? "bars" : "stripes", Number = number };
        })];
    }

    public static IDataView View(MLContext ml, int count, int seed = 1) => ml.Data.LoadFromEnumerable(Generate(count, seed));
}
