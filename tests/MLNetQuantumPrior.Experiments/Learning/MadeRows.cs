using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Rows whose distribution is known.</summary>
/// <param name="Rows">Values of the features.</param>
/// <param name="Categories">First and last slot of each group of one-hot slots.</param>
internal sealed record MadeRows(float[][] Rows, params int[] Categories)
{
    private const int Three = 3;

    /// <summary>Two one-hot columns of three categories that always agree: no model has more than -log 3 nats per row.</summary>
    public static MadeRows Pairs(int rows) =>
        new([.. Enumerable.Range(0, rows).Select(row => (float[])[.. OneHot(row), .. OneHot(row)])], 0, 2, 3, 5);

    /// <summary>Whether the two columns of a row of <see cref="Pairs"/> differ.</summary>
    public static bool DiffersInPairs(float[] row) => !row.AsSpan(0, Three).SequenceEqual(row.AsSpan(Three));

    /// <summary>One of three categories, and a number of deviation 1 about 0, 8 or 16 by the category.</summary>
    public static MadeRows Mixed(int rows, ulong seed)
    {
        var normal = new Normal(seed);
        return new(
            [.. Enumerable.Range(0, rows).Select(row => (float[])[.. OneHot(row), (float)((8 * (row % Three)) + normal.Next())])], 0, 2);
    }

    /// <summary>Whether the number of a row of <see cref="Mixed"/> is another category's: nearer to its mean.</summary>
    public static bool DiffersInMixed(float[] row) =>
        Math.Clamp((int)Math.Round(row[Three] / 8), 0, Three - 1) != row.AsSpan(0, Three).IndexOf(1);

    /// <summary>Ages about 30 and 60, none from 36 to 54; half of the age; a number that says nothing.</summary>
    public static MadeRows Ages(int rows, ulong seed)
    {
        var normal = new Normal(seed);
        return new([.. Enumerable.Range(0, rows).Select(row =>
        {
            float age = (float)((row % 2 == 0 ? 30 : 60) + (1.5 * Math.Clamp(normal.Next(), -3.5, 3.5)));
            return (float[])[age, age / 2, (float)normal.Next()];
        })]);
    }

    /// <summary>Two numbers in four clusters: means 0 or 10 each, deviation 0.5.</summary>
    public static MadeRows Clusters(int rows, ulong seed)
    {
        var normal = new Normal(seed);
        return new([.. Enumerable.Range(0, rows).Select(row =>
            (float[])[(float)((10 * (row & 1)) + (0.5 * normal.Next())), (float)((5 * (row & 2)) + (0.5 * normal.Next()))])]);
    }

    /// <summary>The rows with one-hot slots marked as ML.NET's encoding marks them.</summary>
    public IDataView View(MLContext ml) => View(ml, Rows, Categories);

    /// <summary>Rows of features as a view.</summary>
    public static IDataView View(MLContext ml, IReadOnlyList<float[]> rows, params int[] categories)
    {
        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(FeatureRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        if (categories.Length > 0)
        {
            schema[nameof(FeatureRow.Features)].AddAnnotation(
                "CategoricalSlotRanges",
                new VBuffer<int>(categories.Length, categories),
                new VectorDataViewType(NumberDataViewType.Int32, categories.Length / 2, 2));
        }

        return ml.Data.LoadFromEnumerable(rows.Select(row => new FeatureRow { Features = row }), schema);
    }

    private static float[] OneHot(int row) => [.. Enumerable.Range(0, Three).Select(slot => slot == row % Three ? 1f : 0f)];

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }

    /// <summary>Normal numbers.</summary>
    private sealed class Normal(ulong seed)
    {
        private readonly Random _random = new((int)seed);

        public double Next() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble());
    }
}
