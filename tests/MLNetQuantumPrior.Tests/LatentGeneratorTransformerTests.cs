using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class LatentGeneratorTransformerTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly Blob[] Rows = Blob.Generate(600);
    private static readonly IDataView View = Ml.Data.LoadFromEnumerable(Rows);

    internal static readonly BmVaeEstimator.Options Options = new()
    {
        LabelColumnName = "Label", Likelihood = FeatureLikelihood.Bernoulli, LatentSize = 12, HiddenSizes = [32],
        Training = new() { Epochs = 60, BatchSize = 50, Chains = 64 },
        ClassFit = new() { Steps = 400, Chains = 128, LearningRate = 3e-3 }, Seed = 1,
    };

    private static readonly BmVaeTransformer Vae = Ml.Transforms.BmVae(Options).Fit(View);

    [TestMethod]
    public void GeneratedRowsAreOfTheClassTheyAreLabelledWith()
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Conditional });

        IDataView rows = generator.Generate(400);

        string[] labels = [.. rows.GetColumn<string>("Label")];
        float[][] features = [.. rows.GetColumn<float[]>("Features")];
        CollectionAssert.AreEquivalent(new[] { "left", "right" }, labels.Distinct().ToArray());
        Assert.AreEqual(200, labels.Count(label => label == "left"));
        double right = labels.Zip(features).Count(row => row.First == Blob.Side(row.Second)) / 400.0;
        Assert.IsGreaterThan(0.9, right, "share of rows whose ink is on the side of their label");
    }

    // The second line is of another generator; rows of classes come from machines of their own, and a check that found nothing is quiet.
    [TestMethod]
    [DataRow(0.1, GenerationMode.Unconditional, 2)]
    [DataRow(0.1, GenerationMode.Conditional, 0)]
    [DataRow(0.01, GenerationMode.Unconditional, 0)]
    public void RowsOfAPriorThatIsOffWarnOncePerGenerator(double error, GenerationMode mode, int lines)
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, log) =>
        {
            if (log.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(log.Message);
            }
        };
        BmVaeModel off = Vae.Model.With(Vae.Model.Training! with { PriorCheck = new(error, 0.01) });
        for (int generator = 0; generator < 2; generator++)
        {
            using LatentGeneratorTransformer made = ml.Transforms.GenerateFromPrior(off, mode: mode).Fit(View);
            made.Generate(10).GetColumn<float>("Energy").ToArray();
            made.Generate(10).GetColumn<float>("Energy").ToArray();
            Assert.AreEqual(lines > 0, made.Warning is not null);
        }

        Assert.HasCount(lines, warnings);
        Assert.IsTrue(warnings.All(line => line.Contains("fresh draws differ from the codes by 0.100")));
        using LatentGeneratorTransformer own = Vae.Generator(new() { Mode = mode });
        Assert.IsNotNull(own.Environment); // logs where the training did
    }

    [TestMethod]
    public void GeneratedFeaturesAreInTheUnitsOfTheInput()
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Unconditional });

        float[] values = [.. generator.Generate(200).GetColumn<float[]>("Features").SelectMany(row => row)];

        // The training data lie within [-100, 155] and are mostly at the lower end.
        Assert.IsTrue(values.Min() >= -100 && values.Max() <= 155);
        Assert.IsTrue(values.Min() < -90 && values.Max() > 50, $"{values.Min()} to {values.Max()}");
        Assert.AreEqual(Rows.SelectMany(row => row.Features).Average(), values.Average(), 15);
    }

    [TestMethod]
    public void SameSeedGivesTheSameRowsWhateverTheCursors()
    {
        using LatentGeneratorTransformer one = Vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = 5 });
        using LatentGeneratorTransformer again = Vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = 5 });
        const int Count = 300;
        float[][] expected = [.. one.Generate(Count).GetColumn<float[]>("Features")];

        AssertEqual(expected, [.. again.Generate(Count).GetColumn<float[]>("Features")]);
        AssertEqual(expected, InParallel(again.Generate(Count), 7));
        AssertEqual(expected[..100], [.. again.Generate(100).GetColumn<float[]>("Features")]);
    }

    [TestMethod]
    public void RowsOfAnotherSeedAreAsDifferentAsOtherRowsOfTheSameSeed()
    {
        const int Count = 600, Classes = 2;
        float[][] rows = Generated(seed: 5), others = Generated(seed: 6);

        // Few codes are likely, so that rows of a class coincide by chance.
        (int Row, int Other)[] pairs = [.. Enumerable.Range(0, Count).SelectMany(
            row => Enumerable.Range(0, row).Where(other => (row - other) % Classes == 0).Select(other => (row, other)))];
        double chance = pairs.Count(pair => rows[pair.Row].SequenceEqual(rows[pair.Other])) / (double)pairs.Length;
        double share = rows.Zip(others).Count(pair => pair.First.SequenceEqual(pair.Second)) / (double)Count;
        Assert.AreEqual(chance, share, 4 * Math.Sqrt(chance * (1 - chance) / Count));
        Assert.IsLessThan(0.35, chance);

        static float[][] Generated(ulong seed)
        {
            using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = seed });
            return [.. generator.Generate(Count).GetColumn<float[]>("Features")];
        }
    }

    [TestMethod]
    public void ALabelledRowGetsFeaturesOfItsClass()
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Conditional });

        IDataView generated = generator.Transform(View);

        Assert.AreEqual(600, generated.GetColumn<float[]>("Features").Count());
        double right = generated.GetColumn<string>("Label").Zip(generated.GetColumn<float[]>("Features"))
            .Count(row => row.First == Blob.Side(row.Second)) / 600.0;
        Assert.IsGreaterThan(0.9, right);
        Assert.AreEqual(NumberDataViewType.Single, generated.Schema["Energy"].Type);
    }

    [TestMethod]
    public void KeysNumbersAndBooleansAreLabelsToo()
    {
        var rows = Ml.Data.LoadFromEnumerable(Rows.Select(row => new Labelled
        {
            Features = row.Features, Number = row.Label == "left" ? 1 : 2.5f, Flag = row.Label == "left",
            Key = row.Label == "left" ? 0u : 2u, Text = row.Label,
        }));
        IDataView keyed = Ml.Transforms.Conversion.MapValueToKey("TextKey", "Text").Fit(rows).Transform(rows);
        foreach ((string column, string[] names) in new[]
        {
            ("Number", new[] { "1", "2.5" }), ("Flag", ["True", "False"]), ("Key", ["1", "3"]), ("TextKey", ["left", "right"]),
        })
        {
            BmVaeModel model = Ml.Transforms.BmVae(
                Options with { LabelColumnName = column, Training = new() { Epochs = 1, BatchSize = 50 }, ClassFit = new() { Steps = 4 } })
                    .Fit(keyed).Model;

            CollectionAssert.AreEquivalent(names, model.Classes.Items.Select(entry => entry.Name).ToArray(), column);
            Assert.AreEqual(600L, model.Classes.Items.Sum(entry => entry.Rows));
        }
    }

    private sealed class Labelled
    {
        [VectorType(Blob.Size)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }

        public bool Flag { get; set; }

        [KeyType(3)]
        public uint Key { get; set; }

        public string Text { get; set; } = "";
    }

    [TestMethod]
    public void RowsComeByLabelProportionsWhateverTheCursors()
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Conditional, PoolSize = 64 });
        IDataView rows = generator.Generate(101, new Dictionary<string, double> { ["left"] = 1, ["right"] = 3 });
        string[] labels = [.. rows.GetColumn<string>("Label")];
        CollectionAssert.AreEqual(
            new[] { 25, 76 }, new[] { "left", "right" }.Select(name => labels.Count(label => label == name)).ToArray());

        var parted = new List<string>();
        foreach (DataViewRowCursor cursor in rows.GetRowCursorSet(rows.Schema, 3))
        {
            using (cursor)
            {
                ValueGetter<ReadOnlyMemory<char>> label = cursor.GetGetter<ReadOnlyMemory<char>>(rows.Schema["Label"]);
                while (cursor.MoveNext())
                {
                    ReadOnlyMemory<char> text = default;
                    label(ref text);
                    parted.Add($"{text}");
                }
            }
        }

        CollectionAssert.AreEqual(labels, parted);

        Assert.StartsWith(
            "Label proportions: expected classes of the training data (",
            Assert.ThrowsExactly<ArgumentException>(() => generator.Generate(5, new Dictionary<string, double> { ["up"] = 1 })).Message);
        using LatentGeneratorTransformer plain = Vae.Generator(new() { Mode = GenerationMode.Unconditional });
        Assert.StartsWith(
            "Generation by label proportions: expected mode 'Conditional', got 'Unconditional'.",
            Assert.ThrowsExactly<InvalidOperationException>(
                () => plain.Generate(5, new Dictionary<string, double> { ["left"] = 1 })).Message);
    }

    [TestMethod]
    public void EnergyIsThatOfThePrior()
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Unconditional });
        IDataView rows = generator.Generate(50);

        float[] energies = [.. rows.GetColumn<float>("Energy")];
        var latent = new LatentGenerator(Vae.Model.Prior, Vae.Model.Classes, new());
        int[] none = [.. Enumerable.Repeat(-1, 50)];
        ulong[] ids = [.. Enumerable.Range(0, 50).Select(id => (ulong)id)];
        var drawn = latent.Draw(none, ids);

        for (int row = 0; row < 50; row++)
        {
            Assert.AreEqual(Vae.Model.Prior.Energy(drawn.Spins[row]), energies[row], 1e-4);
        }
    }

    [TestMethod]
    public void PredictionEngineGeneratesOneRow()
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Conditional });
        using var engine = Ml.Model.CreatePredictionEngine<Blob, Generated>(
            generator, new PredictionEngineOptions { OwnsTransformer = false });

        Generated[] generated = [.. Rows.Take(40).Select(engine.Predict)];

        Assert.IsGreaterThan(35, generated.Zip(Rows).Count(pair => Blob.Side(pair.First.Features) == pair.Second.Label));
    }

    private sealed class Generated
    {
        public float[] Features { get; set; } = [];
    }

    [TestMethod]
    public void ConditionalGenerationNeedsKnownClasses()
    {
        var unknown = Ml.Data.LoadFromEnumerable([new Blob { Label = "middle" }]);
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Mode = GenerationMode.Conditional });
        var error = Assert.ThrowsExactly<ArgumentException>(() => generator.Transform(unknown).GetColumn<float[]>("Features").ToArray());
        StringAssert.Contains(error.Message, "Label column 'Label': expected a class of the training data (");
        StringAssert.Contains(error.Message, "got 'middle'");

        BmVaeTransformer unlabelled = Ml.Transforms.BmVae(
            Options with { LabelColumnName = null, Training = new() { Epochs = 1, BatchSize = 50 } }).Fit(View);
        Assert.ThrowsExactly<ArgumentException>(() => unlabelled.Generator(new() { Mode = GenerationMode.Conditional }));
    }

    [TestMethod]
    public void RowsWithoutALabelAreDrawnFromTheSharedPrior()
    {
        using LatentGeneratorTransformer conditional = Vae.Generator(new() { Mode = GenerationMode.Conditional });
        using LatentGeneratorTransformer unconditional = Vae.Generator(new() { Mode = GenerationMode.Unconditional });
        var unlabelled = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(_ => new Blob()));

        AssertEqual(
            [.. unconditional.Transform(unlabelled).GetColumn<float[]>("Features")],
            [.. conditional.Transform(unlabelled).GetColumn<float[]>("Features")]);
    }

    [TestMethod]
    public void SlotNamesOfTheInputComeBack()
    {
        IDataView named = Ml.Transforms.Concatenate("Features", "A", "B").Fit(Pairs()).Transform(Pairs());
        BmVaeTransformer vae = Ml.Transforms.BmVae(
            new BmVaeEstimator.Options { LatentSize = 3, HiddenSizes = [8], Training = new() { Epochs = 1, BatchSize = 20 }, Seed = 1 })
                .Fit(named);
        using LatentGeneratorTransformer generator = vae.Generator();

        VBuffer<ReadOnlyMemory<char>> names = default;
        generator.Generate(1).Schema["Features"].GetSlotNames(ref names);

        CollectionAssert.AreEqual(new[] { "A", "B" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { "A", "B" }, vae.Model.SlotNames);

        static IDataView Pairs() => Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(k => new Pair { A = k % 2, B = k % 3 }));
    }

    private sealed class Pair
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private static float[][] InParallel(IDataView rows, int cursors)
    {
        var found = new System.Collections.Concurrent.ConcurrentDictionary<ulong, float[]>();
        Parallel.ForEach(rows.GetRowCursorSet([rows.Schema["Features"]], cursors), cursor =>
        {
            using (cursor)
            {
                var (getter, idGetter) = (cursor.GetGetter<VBuffer<float>>(rows.Schema["Features"]), cursor.GetIdGetter());
                VBuffer<float> value = default;
                DataViewRowId id = default;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    idGetter(ref id);
                    Assert.IsTrue(found.TryAdd(id.Low, [.. value.DenseValues()]));
                }
            }
        });
        return [.. found.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
    }

    private static void AssertEqual(float[][] expected, float[][] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int row = 0; row < expected.Length; row++)
        {
            CollectionAssert.AreEqual(expected[row], actual[row], $"row {row}");
        }
    }

    /// <summary>A 4 x 6 image, values from -100 to 155, with ink on the left or on the right.</summary>
    internal sealed class Blob
    {
        public const int Width = 6, Size = 4 * Width;

        [VectorType(Size)]
        public float[] Features { get; set; } = new float[Size];

        public string Label { get; set; } = "";

        public static Blob[] Generate(int count)
        {
            var random = new Random(1);
            return [.. Enumerable.Range(0, count).Select(_ =>
            {
                bool left = random.Next(2) == 0;
                return new Blob
                {
                    Features = [.. Enumerable.Range(0, Size).Select(p => (p % Width < 3) == left && random.Next(10) < 6 ? 155f : -100f)],
                    Label = left ? "left" : "right",
                };
            })];
        }

        public static string Side(float[] features) =>
            features.Where((_, p) => p % Width < 3).Sum() > features.Where((_, p) => p % Width >= 3).Sum() ? "left" : "right";
    }
}
