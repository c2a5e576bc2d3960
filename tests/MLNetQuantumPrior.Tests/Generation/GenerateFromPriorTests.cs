using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using Blob = MLNetQuantumPrior.Tests.LatentGeneratorTransformerTests.Blob;

namespace MLNetQuantumPrior.Tests;

/// <summary>Generation as a part of a pipeline: by labels of every type, by strength, of any number of rows.</summary>
[TestClass]
public sealed class GenerateFromPriorTests
{
    private const int Count = 300;

    private static readonly MLContext Ml = new(seed: 1);

    private static readonly BmVaeModel Model = Ml.Transforms.BmVae(LatentGeneratorTransformerTests.Options)
        .Fit(Ml.Data.LoadFromEnumerable(Blob.Generate(600))).Model;

    private static readonly IDataView Labels = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(k => new Labelled
    {
        Flag = k % 3 == 0,
        Single = k % 3 == 0 ? 1 : 2.5f,
        Double = k % 3 == 0 ? 1 : 2.5,
        Text = k % 3 == 0 ? "left" : "right",
        Key = k % 3 == 0 ? 0u : 2u, // in objects, keys count from 0
        SmallKey = (byte)(k % 3 == 0 ? 0 : 2),
    }));

    [TestMethod]
    [DataRow("Flag", "True", "False")]
    [DataRow("Single", "1", "2.5")]
    [DataRow("Double", "1", "2.5")]
    [DataRow("Text", "left", "right")]
    [DataRow("Key", "1", "3")]
    [DataRow("SmallKey", "1", "3")]
    [DataRow("NamedKey", "left", "right")]
    public void EveryTypeOfLabelChoosesItsClass(string column, string left, string right)
    {
        IDataView rows = Ml.Transforms.Conversion.MapValueToKey("NamedKey", "Text").Fit(Labels).Transform(Labels);
        using LatentGeneratorTransformer generator = Ml.Transforms.GenerateFromPrior(
            Named(left, right), labelColumnName: column, mode: GenerationMode.Conditional).Fit(rows);

        float[][] features = [.. generator.Transform(rows).GetColumn<float[]>("Features")];

        int correct = Enumerable.Range(0, Count).Count(k => Blob.Side(features[k]) == (k % 3 == 0 ? "left" : "right"));
        Assert.IsGreaterThan(0.9 * Count, correct);
    }

    [TestMethod]
    public void StrengthDrawsRowsTowardsTheirClass()
    {
        double none = Share(0), some = Share(1), much = Share(4);

        // At strength 0 labels do not matter: a row is of its label's side by chance, with the share of that side among all rows.
        double left = Sides(new() { Mode = GenerationMode.Unconditional, PoolSize = 1000 }).Count(side => side == "left") / (double)Count;
        double chance = (left / 3) + ((1 - left) * 2 / 3), error = Math.Sqrt(2 * 0.25 / Count);
        Assert.AreEqual(chance, none, 4 * error);
        Assert.IsGreaterThan(none + 0.1, some);
        Assert.IsGreaterThan(some, much);

        static double Share(double strength) => Sides(new()
        {
            Mode = GenerationMode.Conditional, Condition = GenerationCondition.Fields, Strength = strength, PoolSize = 1000,
        }).Where((side, k) => side == (k % 3 == 0 ? "left" : "right")).Count() / (double)Count;

        static IEnumerable<string> Sides(GenerationOptions options)
        {
            using LatentGeneratorTransformer generator = Ml.Transforms.GenerateFromPrior(
                Model, new LatentGeneratorEstimator.Options { LabelColumnName = "Text", Generation = options }).Fit(Labels);
            return [.. generator.Transform(Labels).GetColumn<float[]>("Features").Select(Blob.Side)];
        }
    }

    [TestMethod]
    public void BothOverloadsGenerateTheSameRows()
    {
        float[][] common = Features(Ml.Transforms.GenerateFromPrior(Model, "Image", "Text", GenerationMode.Conditional, seed: 9));
        float[][] options = Features(Ml.Transforms.GenerateFromPrior(Model, new LatentGeneratorEstimator.Options
        {
            OutputColumnName = "Image", LabelColumnName = "Text", EnergyColumnName = null,
            Generation = new() { Mode = GenerationMode.Conditional, Seed = 9 },
        }));

        ColumnValues.AssertClose([.. common.SelectMany(row => row)], [.. options.SelectMany(row => row)], 1e-5, "features");

        static float[][] Features(LatentGeneratorEstimator estimator)
        {
            using LatentGeneratorTransformer generator = estimator.Fit(Labels);
            return [.. generator.Transform(Labels).GetColumn<float[]>("Image")];
        }
    }

    [TestMethod]
    public void ColumnsAreThoseAskedFor()
    {
        Assert.AreEqual("Features Energy", Columns(new()));
        Assert.AreEqual("Features", Columns(new() { EnergyColumnName = null }));
        Assert.AreEqual("Image E", Columns(new() { OutputColumnName = "Image", EnergyColumnName = "E" }));
        Assert.StartsWith(
            "Column of energies: expected a name other than 'X', or null for none, got 'X'.",
            Assert.ThrowsExactly<ArgumentException>(() => Columns(new() { OutputColumnName = "X", EnergyColumnName = "X" })).Message);

        static string Columns(LatentGeneratorEstimator.Options options)
        {
            LatentGeneratorEstimator estimator = Ml.Transforms.GenerateFromPrior(Model, options);
            using LatentGeneratorTransformer generator = estimator.Fit(Labels);
            string[] names = [.. generator.Transform(Labels).Schema.Skip(Labels.Schema.Count).Select(column => column.Name)];
            IEnumerable<SchemaShape.Column> before = estimator.GetOutputSchema(Shapes.Of(Labels)).Skip(Labels.Schema.Count);
            CollectionAssert.AreEqual(names, before.Select(column => column.Name).ToArray());
            return string.Join(' ', names);
        }
    }

    [TestMethod]
    public void AModelThatKnowsNoClassesIsRefusedWhenThePipelineIsMade()
    {
        BmVaeModel unlabelled = Model.With(BoltzmannClasses.None);

        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Ml.Transforms.GenerateFromPrior(unlabelled, mode: GenerationMode.Conditional));
        Assert.Contains("Generation mode 'Conditional': expected a model with classes, got one without", error.Message);
    }

    [TestMethod]
    public void ManyRowsAreGeneratedInTheMemoryOfAFew()
    {
        const int rows = 100_000, first = 2_000;
        const long bound = 200_000; // bytes: two a row
        using LatentGeneratorTransformer generator = new(Model, new() { Mode = GenerationMode.Conditional, PoolSize = 64, Sweeps = 1 });
        IDataView view = generator.Generate(rows);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        VBuffer<float> features = default;
        long read = 0, before = 0, most = 0;
        while (cursor.MoveNext())
        {
            getter(ref features);
            read++;
            if (read == first)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }
            else if (read % 25_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        Assert.AreEqual(rows, read);
        Assert.IsLessThan(bound, most - before);
        Assert.AreEqual((long)rows, view.GetRowCount());
    }

    /// <summary>The model with other names of its classes.</summary>
    private static BmVaeModel Named(string left, string right)
    {
        BoltzmannClasses classes = Model.Classes;
        return Model.With(classes with
        {
            Items = [.. classes.Items.Select(item => item with { Name = item.Name == "left" ? left : right })],
        });
    }

    private sealed class Labelled
    {
        public bool Flag { get; set; }

        public float Single { get; set; }

        public double Double { get; set; }

        public string Text { get; set; } = "";

        [KeyType(3)]
        public uint Key { get; set; }

        [KeyType(3)]
        public byte SmallKey { get; set; }
    }
}
