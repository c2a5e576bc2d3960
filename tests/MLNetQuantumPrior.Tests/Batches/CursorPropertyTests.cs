using CsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Tests;

/// <summary>However a view is read, its rows are the same: any columns, any number of cursors, in order or shuffled.</summary>
[TestClass]
public sealed class CursorPropertyTests
{
    private const string Seed = "0000KvhFbB43";
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly BmVaeModel Model = SmallModels.WithClasses();
    private static readonly GenerationOptions Conditional =
        new() { Mode = GenerationMode.Conditional, PoolSize = 16, Sweeps = 2, MaxDegreeOfParallelism = 1, Seed = 1 };

    private static readonly Gen<(int Rows, int Columns, int Cursors, int? Shuffle)> Reading =
        Gen.Select(Gen.Int[0, 150], Gen.Int[1, 7], Gen.Int[1, 5], Gen.Int[1, 100].Nullable());

    [TestMethod]
    public void AnyReadingOfAnEncoderGivesTheSameRows()
    {
        using var transformer = new BmVaeTransformer(
            Model, "Latent", "Features", columns: new() { LatentKind = LatentKind.Probabilities, Reconstruction = "Again" });
        AssertSameRows(transformer, ["Features", "Latent", "Again"]);
    }

    [TestMethod]
    public void AnyReadingOfAGeneratorGivesTheSameRows()
    {
        using var transformer = new LatentGeneratorTransformer(Model, Conditional, "Image");
        AssertSameRows(transformer, ["Features", "Image", "Image"]);
    }

    [TestMethod]
    public void AGeneratedRowDoesNotDependOnTheTypeOfItsLabel()
    {
        using var transformer = new LatentGeneratorTransformer(Model, Conditional, "Image");
        Gen.Bool.Array[1, 60].Sample(
            labels =>
            {
                IDataView text = Ml.Data.LoadFromEnumerable(labels.Select(isDog => new Box { Label = isDog ? "dog" : "cat" }));
                IDataView key = Ml.Transforms.Conversion.MapValueToKey("Label").Fit(text).Transform(text); // in the order of the rows
                return Same(Images(text), Images(key));
            },
            seed: Seed,
            iter: 30,
            threads: 1);

        List<(DataViewRowId Id, float[][] Columns)> Images(IDataView rows) => ColumnValues.Read(transformer.Transform(rows), "Image");
    }

    private static void AssertSameRows(ITransformer transformer, string[] columns) => Reading.Sample(
        reading =>
        {
            IDataView rows = Ml.Data.LoadFromEnumerable(Boxes(reading.Rows));
            string[] chosen = [.. columns.Where((_, k) => (reading.Columns & (1 << k)) != 0).Distinct()];
            var expected = ColumnValues.Read(transformer.Transform(rows), chosen);
            IDataView view = transformer.Transform(
                reading.Shuffle is { } seed ? Ml.Data.ShuffleRows(rows, seed, shufflePoolSize: 20) : rows);
            DataViewRowCursor[] cursors = view.GetRowCursorSet([.. chosen.Select(name => view.Schema[name])], reading.Cursors);
            return Same(expected, [.. cursors.SelectMany(cursor => ColumnValues.Read(cursor, chosen)).OrderBy(row => row.Id.Low)]);
        },
        seed: Seed,
        iter: 60,
        threads: 1);

    /// <summary>Rows of ONNX Runtime may differ by rounding where they are computed in other batches.</summary>
    private static bool Same(List<(DataViewRowId Id, float[][] Columns)> expected, List<(DataViewRowId Id, float[][] Columns)> got) =>
        expected.Count == got.Count && expected.Zip(got).All(pair => pair.First.Id.Equals(pair.Second.Id)
            && pair.First.Columns.SelectMany(values => values).Zip(pair.Second.Columns.SelectMany(values => values))
                .All(values => Math.Abs(values.First - values.Second) < 1e-5));

    private static Box[] Boxes(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(k => new Box
        {
            Features = [.. Enumerable.Range(0, 6).Select(_ => random.NextSingle())],
            Label = k % 3 == 0 ? "dog" : "cat",
        })];
    }

    private sealed class Box
    {
        [VectorType(6)]
        public float[] Features { get; set; } = new float[6];

        public string Label { get; set; } = "";
    }
}
