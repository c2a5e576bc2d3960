using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Doubles;

/// <summary>A row with a number, its text, and a vector made of it.</summary>
internal sealed class Numbered
{
    public int Number { get; set; }

    public float Half { get; set; }

    public string Text { get; set; }

    [VectorType(3)]
    public float[] Features { get; set; }

    public static IDataView View(MLContext ml, int rows) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(Row));

    private static Numbered Row(int i) => new() { Number = i, Half = i / 2f, Text = $"t{i}", Features = [i, i + 1, i + 2] };
}
