using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class AttributeColumnTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly IDataView View = Ml.Data.LoadFromEnumerable(Shape.Draw(1500));
    private static readonly List<string> Log = [];

    internal static readonly BmVaeEstimator.Options Options = new()
    {
        AttributeColumnNames = ["Side", "Bar", "Foot", "Ink"], Likelihood = FeatureLikelihood.Bernoulli,
        LatentSize = 16, HiddenSizes = [48],
        Training = new() { Epochs = 40, BatchSize = 50, Chains = 64 },
        ClassFit = new() { Steps = 400, Chains = 128, LearningRate = 0.01 }, Seed = 1,
    };

    private static BmVaeTransformer Vae { get; set; } = null!;

    [ClassInitialize]
    public static void Train(TestContext context) => Vae = Fit(Options);

    [ClassCleanup]
    public static void Dispose() => Vae.Dispose();

    [TestMethod]
    public void ValuesAreThoseOfTheColumns()
    {
        BoltzmannAttributes learned = Vae.Model.Attributes;
        CollectionAssert.AreEqual(new[] { "Side", "Bar", "Foot", "Ink" }, learned.Items.Select(item => item.Name).ToArray());
        CollectionAssert.AreEquivalent(new[] { "left", "right" }, Names(0));
        CollectionAssert.AreEquivalent(new[] { "True", "False" }, Names(1));
        CollectionAssert.AreEqual(new[] { "1", "2", "3" }, Names(2));
        Assert.HasCount(8, Names(3));
        Assert.AreEqual(1500, learned.Items[3].Values.Sum(value => value.Rows));
        Assert.IsTrue(learned.Items[3].Values.All(value => value.Rows is > 150 and < 230), "ranges of about as many rows each");
        Assert.IsNull(learned.Label);
        Assert.IsTrue(learned.Items.Take(3).All(item => item.Accuracy > 0.9),
            string.Join(", ", learned.Items.Select(item => item.Accuracy)));
        Assert.IsTrue(Log.Any(line => line.Contains("attribute 'Foot' has 3 values: 1, 2, 3")));
        Assert.IsTrue(Log.Any(line => line.Contains("attribute 'Bar': its value is found in ")));

        string[] Names(int index) => [.. learned.Items[index].Values.Select(value => value.Name)];
    }

    [TestMethod]
    public void AllRowsHaveWhatOptionsGive()
    {
        ImmutableArray<Given> given = [Given.Is("Side", "left"), Given.Is("Bar", true), Given.Is("Foot", 2), Given.AtLeast("Ink", 20)];
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Attributes = given, Acceptance = true, Seed = 2 });

        IDataView rows = generator.Generate(200);

        float[][] pixels = [.. rows.GetColumn<float[]>("Features")];
        Assert.IsGreaterThan(0.95, Share(pixels, row => Shape.SideOf(row) == "left" && Shape.BarOf(row) && Shape.FootOf(row) == 2));
        Assert.IsTrue(rows.GetColumn<string>("Side").All(side => side == "left"));
        Assert.IsTrue(rows.GetColumn<bool>("Bar").All(bar => bar));
        Assert.IsTrue(rows.GetColumn<uint>("Foot").All(foot => foot == 2));
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 3), rows.Schema["Foot"].Type);
        Assert.IsNull(rows.Schema.GetColumnOrNull("Ink"), "an interval is no value");
        AttributeReport report = generator.Report(200);
        Assert.IsGreaterThan(0.9, report.Joint);
        Assert.HasCount(4, report.Attributes);
        CollectionAssert.AreEqual(pixels[150], generator.GenerateRange(150, 151).GetColumn<float[]>("Features").Single());
    }

    // A column that is not there and a cell that is missing leave the attribute free.
    [TestMethod]
    public void RowsHaveTheValuesOfTheirColumns()
    {
        Wish[] wishes = [.. Enumerable.Range(0, 200).Select(k => new Wish { Side = k % 4 < 2 ? "right" : "", Foot = (uint)(k % 4) })];
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Acceptance = true, Seed = 3 });

        float[][] pixels = [.. generator.Transform(Ml.Data.LoadFromEnumerable(wishes)).GetColumn<float[]>("Features")];

        Assert.IsGreaterThan(0.95, Share(pixels, (row, k) => wishes[k].Side == "" || Shape.SideOf(row) == wishes[k].Side));
        Assert.IsGreaterThan(0.85, Share(pixels, (row, k) => wishes[k].Foot == 3 || Shape.FootOf(row) == wishes[k].Foot + 1));
        float[][] free = [.. pixels.Where((_, k) => wishes[k].Side == "")];
        Assert.IsTrue(Share(free, row => Shape.SideOf(row) == "left") is > 0.2 and < 0.8);
        Assert.IsTrue(Share(pixels, Shape.BarOf) is > 0.2 and < 0.8);

        // Options come on top, and are not read from rows.
        using LatentGeneratorTransformer bars = Vae.Generator(
            new() { Acceptance = true, Attributes = [Given.Is("Bar", true), Given.Is("Side", "left")], Seed = 3 });
        float[][] both = [.. bars.Transform(Ml.Data.LoadFromEnumerable(wishes)).GetColumn<float[]>("Features")];
        Assert.IsGreaterThan(0.9, Share(both, (row, k) =>
            Shape.BarOf(row) && Shape.SideOf(row) == "left" && (wishes[k].Foot == 3 || Shape.FootOf(row) == wishes[k].Foot + 1)));
    }

    [TestMethod]
    public void ANumberOfARowIsInARange()
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Acceptance = true, Seed = 3 });
        IDataView rows = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 100).Select(k => new Amount { Ink = k % 2 == 0 ? 18 : 40 }));

        double[] ink = [.. generator.Transform(rows).GetColumn<float[]>("Features").Select(row => (double)row.Sum())];

        Assert.IsLessThan(ink.Where((_, k) => k % 2 == 1).Average() - 10, ink.Where((_, k) => k % 2 == 0).Average());
        using LatentGeneratorTransformer one = Vae.Generator(new() { Attributes = [Given.Is("Ink", 25.5)] });
        Assert.AreEqual(25.5f, one.Generate(1).GetColumn<float>("Ink").Single());
    }

    [TestMethod]
    public void TheLabelIsAnAttributeToo()
    {
        BmVaeEstimator.Options options = Options with { LabelColumnName = "Side", AttributeColumnNames = ["Bar"] };
        using BmVaeTransformer labelled = Fit(options);
        BoltzmannAttributes learned = labelled.Model.Attributes;
        Assert.AreEqual("Side", learned.Label);
        CollectionAssert.AreEqual(labelled.Model.ClassNames.ToArray(), learned.Items[0].Values.Select(value => value.Name).ToArray());

        using LatentGeneratorTransformer generator = labelled.Generator(
            new() { Attributes = [Given.Is("Side", "right"), Given.Is("Bar", false)], Acceptance = true });
        IDataView rows = generator.Generate(200);
        Assert.IsGreaterThan(
            0.95, Share([.. rows.GetColumn<float[]>("Features")], row => Shape.SideOf(row) == "right" && !Shape.BarOf(row)));
        CollectionAssert.AreEqual(new[] { "Side", "Bar", "Features", "Energy" }, rows.Schema.Select(column => column.Name).ToArray());

        // By classes as before, with what is given beside them.
        using LatentGeneratorTransformer bars = labelled.Generator(new() { Attributes = [Given.Is("Bar", true)], Acceptance = true });
        IDataView shares = bars.Generate(100, new Dictionary<string, double> { ["left"] = 1, ["right"] = 3 });
        string[] sides = [.. shares.GetColumn<string>("Side")];
        Assert.AreEqual(75, sides.Count(side => side == "right"));
        Assert.IsGreaterThan(0.9, Share(
            [.. shares.GetColumn<float[]>("Features")], (row, k) => Shape.BarOf(row) && Shape.SideOf(row) == sides[k]));
    }

    [TestMethod]
    public void StreamedDataAndMissingValuesHaveAttributesToo()
    {
        Shape[] shapes = Shape.Draw(1500);
        for (int k = 0; k < shapes.Length; k += 3)
        {
            (shapes[k].Side, shapes[k].Foot, shapes[k].Ink) = ("", 3, float.NaN);
        }

        IDataView view = Ml.Data.LoadFromEnumerable(shapes);
        BmVaeEstimator.Options options = Options with { ShuffleBufferRows = 600, Training = Options.Training with { Epochs = 5 } };
        using BmVaeTransformer streamed = Ml.Transforms.BmVae(options).Fit(view), again = Ml.Transforms.BmVae(options).Fit(view);

        ImmutableArray<BoltzmannAttribute> items = streamed.Model.Attributes.Items;
        Assert.IsTrue(items[1].Values.Sum(value => value.Rows) is >= 600 and < 620);
        Assert.IsTrue(items[2].Values.Sum(value => value.Rows) is > 330 and < 480);
        Assert.HasCount(8, items[3].Values);
        using MemoryStream first = new(), second = new();
        streamed.Model.Save(first);
        again.Model.Save(second);
        CollectionAssert.AreEqual(first.ToArray(), second.ToArray());
    }

    [TestMethod]
    public void FilesOfAllKindsKeepAttributes()
    {
        GenerationOptions options = new()
        {
            Attributes = [Given.Any(Given.Is("Foot", 2), Given.AtLeast("Ink", 30)), Given.Is("Bar", true).WithStrength(2)],
            Acceptance = true, AttributeStrength = 2, Seed = 5,
        };
        using LatentGeneratorTransformer generator = Vae.Generator(options);
        IDataView seed = Ml.Data.LoadFromEnumerable(new[] { new Wish { Side = "left" }, new Wish { Side = "right" } });
        float[][] expected = [.. generator.Transform(seed).GetColumn<float[]>("Features")];

        using MemoryStream zip = new(), file = new();
        Ml.Model.Save(generator, seed.Schema, zip);
        zip.Position = 0;
        using var loaded = (IDisposable)Ml.Model.LoadBmVae(zip, out _);
        float[][] found = [.. ((ITransformer)loaded).Transform(seed).GetColumn<float[]>("Features")];
        Assert.IsTrue(expected.Zip(found).All(pair => pair.First.SequenceEqual(pair.Second)));

        Vae.Model.Save(file);
        using MemoryStream twice = new();
        BmVaeModel model = BmVaeModel.Load(file);
        model.Save(twice);
        CollectionAssert.AreEqual(file.ToArray(), twice.ToArray());
        using var again = new LatentGeneratorTransformer(model, options);
        found = [.. again.Transform(seed).GetColumn<float[]>("Features")];
        Assert.IsTrue(expected.Zip(found).All(pair => pair.First.SequenceEqual(pair.Second)));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.SaveGeneratorOnnx(new MemoryStream(), options)).Message,
            "Option 'Attributes': expected none for a portable generator, which knows classes alone, got ('Foot' 2 or");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new LatentGeneratorTransformer(
                model, new() { Attributes = [Given.Is("Foot", 2)] }, energyColumnName: "Foot")).Message,
            "Attribute 'Foot': expected generated features and energies in columns of other names");
    }

    [TestMethod]
    public void SaysWhichColumnIsWrong()
    {
        Refused<ArgumentOutOfRangeException>(
            "Could not find attribute column 'Age': expected a key, text, a Boolean or a number.",
            () => Fit(Options with { AttributeColumnNames = ["Age"] }));
        Refused<ArgumentOutOfRangeException>(
            "Could not find attribute column 'Age'",
            () => Ml.Transforms.BmVae(Options with { AttributeColumnNames = ["Age"] })
                .Append(Ml.Transforms.CopyColumns("A", "Bar")).Fit(View));
        Refused<ArgumentException>(
            "Attribute column 'Side': expected at most 1000 values, got more. Is it one value a row, such as an id, or a number as text?",
            () => Ml.Transforms.BmVae(Options).Fit(Ml.Data.LoadFromEnumerable(
                Shape.Draw(1100).Select((shape, k) =>
                {
                    shape.Side = $"{k}";
                    return shape;
                }))));
        foreach ((ImmutableArray<string> names, string got) in new (ImmutableArray<string>, string)[]
        {
            (["Side", "Side"], "'Side' twice"), ([""], "one without a name"), (["Features"], "the input column 'Features'"),
            (["Label"], "the label column 'Label', which is an attribute in any case"),
        })
        {
            Refused<ArgumentException>(
                $"Option 'AttributeColumnNames': expected different columns beside label and input, got {got}.",
                () => Ml.Transforms.BmVae(Options with { LabelColumnName = "Label", AttributeColumnNames = names }));
        }

        Refused<ArgumentException>(
            "Option 'AttributeColumnNames': expected different columns beside label and input, got some with 'Prior' Gaussian",
            () => Ml.Transforms.BmVae(Options with { Prior = PriorKind.Gaussian }));
        using LatentGeneratorTransformer generator = Vae.Generator();
        Refused<ArgumentException>(
            "Attribute column 'Side': expected a value of the training data (",
            () => generator.Transform(Ml.Data.LoadFromEnumerable(new[] { new Wish { Side = "up" } })).GetColumn<float>("Energy").ToArray());
        Refused<ArgumentOutOfRangeException>(
            "Schema mismatch for attribute column 'Side': expected a key, text, a Boolean or a number, got Vector<Single, 2>.",
            () => generator.Transform(Ml.Data.LoadFromEnumerable(new[] { new Wrong() })));
        Refused<ArgumentException>(
            "Attribute 'Bar': expected one of", () => Vae.Generator(new() { Attributes = [Given.Is("Bar", "yes")] }));
        Refused<ArgumentException>(
            "Attribute 'Ink': expected values, numbers or intervals of numbers; got '",
            () => Vae.Generator(new() { Attributes = [Given.Is("Ink", new DateTime(2020, 1, 2))] }));
        Refused<InvalidOperationException>("Report on attributes", () => generator.Report());

        static void Refused<T>(string message, Func<object> act)
            where T : Exception => Assert.StartsWith(message, Assert.ThrowsExactly<T>(act).Message);
    }

    private static BmVaeTransformer Fit(BmVaeEstimator.Options options)
    {
        var ml = new MLContext(seed: 1);
        ml.Log += (_, log) =>
        {
            lock (Log)
            {
                Log.Add(log.Message);
            }
        };
        return ml.Transforms.BmVae(options).Fit(View);
    }

    private static double Share(float[][] rows, Func<float[], bool> holds) => (double)rows.Count(holds) / rows.Length;

    private static double Share(float[][] rows, Func<float[], int, bool> holds) => (double)rows.Where(holds).Count() / rows.Length;

    private sealed class Wish
    {
        public string Side { get; set; } = "";

        /// <summary>From 0; 3 is missing.</summary>
        [KeyType(3)]
        public uint Foot { get; set; }
    }

    private sealed class Amount
    {
        public float Ink { get; set; }
    }

    private sealed class Wrong
    {
        [VectorType(2)]
        public float[] Side { get; set; } = [1, 2];
    }
}
