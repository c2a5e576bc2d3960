using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>A row of ten classes, each of which lights two of ten bands of features, with noise.</summary>
internal sealed class BandRow
{
    private const int Size = 784, Classes = 10;

    [VectorType(Size)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    public static IEnumerable<BandRow> Generate(int count)
    {
        var random = new Random(1);
        for (int row = 0; row < count; row++)
        {
            int label = row % Classes;
            float[] features = new float[Size];
            for (int slot = 0; slot < Size; slot++)
            {
                int band = slot * Classes / Size;
                bool lit = band == label || band == (label + 3) % Classes;
                features[slot] = lit == random.NextDouble() < 0.95 ? 1 : 0;
            }

            yield return new() { Features = features, Label = $"{label}" };
        }
    }
}
