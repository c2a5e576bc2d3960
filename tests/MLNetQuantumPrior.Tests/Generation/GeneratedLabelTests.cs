using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using Blob = MLNetQuantumPrior.Tests.LatentGeneratorTransformerTests.Blob;

namespace MLNetQuantumPrior.Tests;

/// <summary>Labels of generated rows are what the training data's were: type, key values, proportions.</summary>
[TestClass]
public sealed class GeneratedLabelTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly Labelled[] Rows = [.. Blob.Generate(600).Select(blob => Labelled.Of(blob.Features, blob.Label == "left"))];

    private static readonly IDataView View = Ml.Data.LoadFromEnumerable(Rows);

    private static readonly BmVaeEstimator.Options Quick = new()
    {
        LatentSize = 6, HiddenSizes = [16], Likelihood = FeatureLikelihood.Bernoulli, Seed = 1,
        Training = new() { Epochs = 10, BatchSize = 20, Chains = 32 },
        ClassFit = new() { Steps = 60, Chains = 64, LearningRate = 3e-3, Classifier = null },
    };

    [TestMethod]
    public void AKeyHasTheValuesOfTheInputThoughAClassHasNoRows()
    {
        IDataView keyed = Keyed(View, "Text", "a", "left", "right");

        using BmVaeTransformer vae = Fit(keyed, "Key", LatentGeneratorTransformerTests.Options);
        foreach (IDataView rows in GeneratedByAll(vae, 200))
        {
            Assert.AreEqual(keyed.Schema["Key"].Type, rows.Schema["Key"].Type);
            CollectionAssert.AreEqual(
                new[] { "a", "left", "right" }, KeyValues<ReadOnlyMemory<char>>(rows, "Key").Select(name => $"{name}").ToArray());
            CollectionAssert.AreEquivalent(new uint[] { 2, 3 }, rows.GetColumn<uint>("Key").Distinct().ToArray());
        }

        // A classifier of generated rows knows the real ones by the keys that they have.
        using LatentGeneratorTransformer generator = vae.Generator(new() { Features = GeneratedFeatures.Sampled, Seed = 2 });
        var pipeline = Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key");
        var model = pipeline.Fit(generator.Generate(400));
        Assert.IsGreaterThan(0.9, Ml.MulticlassClassification.Evaluate(model.Transform(keyed), "Key").MicroAccuracy);
    }

    [TestMethod]
    public void KeyValuesKeepTheirType()
    {
        IDataView keyed = Ml.Transforms.Conversion.MapValueToKey("Key", "Single").Fit(View).Transform(View);

        using BmVaeTransformer vae = Fit(keyed, "Key");
        foreach (IDataView rows in GeneratedByAll(vae, 20))
        {
            CollectionAssert.AreEqual(KeyValues<float>(keyed, "Key"), KeyValues<float>(rows, "Key"));
            IDataView values = Ml.Transforms.Conversion.MapKeyToValue("Key").Fit(rows).Transform(rows);
            CollectionAssert.AreEquivalent(new[] { 0.5f, 3 }, values.GetColumn<float>("Key").Distinct().ToArray());
        }
    }

    [TestMethod]
    [DataRow("Text")]
    [DataRow("Flag")]
    [DataRow("Single")]
    [DataRow("Double")]
    [DataRow("Int8")]
    [DataRow("Int16")]
    [DataRow("Int32")]
    [DataRow("Int64")]
    [DataRow("UInt8")]
    [DataRow("UInt16")]
    [DataRow("UInt32")]
    [DataRow("UInt64")]
    [DataRow("Number")]
    [DataRow("SmallNumber")]
    public void ALabelComesBackInItsType(string column)
    {
        using BmVaeTransformer vae = Fit(View, column, Quick with { Training = new() { Epochs = 2, BatchSize = 20, Chains = 8 } });

        foreach (IDataView rows in GeneratedByAll(vae, 40))
        {
            Assert.AreEqual(View.Schema[column].Type, rows.Schema[column].Type);
            CollectionAssert.AreEquivalent(Values(View), Values(rows));
        }

        object[] Values(IDataView rows)
        {
            DataViewType type = rows.Schema[column].Type;
            return type is not KeyDataViewType
                ? [.. Ml.Transforms.Conversion.ConvertType("Out", column, DataKind.String).Fit(rows).Transform(rows)
                    .GetColumn<string>("Out").Distinct()]
                : type.RawType == typeof(byte) ? [.. rows.GetColumn<byte>(column).Distinct().Select(key => (object)key)]
                : [.. rows.GetColumn<uint>(column).Distinct().Select(key => (object)key)];
        }
    }

    [TestMethod]
    public void ABinaryTrainerTakesGeneratedRows()
    {
        using BmVaeTransformer vae = Fit(View, "Flag", LatentGeneratorTransformerTests.Options);
        using LatentGeneratorTransformer generator = vae.Generator(new() { Features = GeneratedFeatures.Sampled });

        var model = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Flag").Fit(generator.Generate(300));

        Assert.IsGreaterThan(0.9, Ml.BinaryClassification.Evaluate(model.Transform(View), "Flag").Accuracy);
    }

    [TestMethod]
    public void WithoutAModeRowsHaveLabelsInTheProportionsOfTheTraining()
    {
        Labelled[] uneven = [.. Rows.Where(row => row.Flag).Take(30), .. Rows.Where(row => !row.Flag).Take(90)];
        using BmVaeTransformer vae = Fit(Ml.Data.LoadFromEnumerable(uneven), "Flag");
        foreach (IDataView rows in GeneratedByAll(vae, 400))
        {
            Assert.AreEqual(100, rows.GetColumn<bool>("Flag").Count(flag => flag));
        }

        using LatentGeneratorTransformer byTurns = vae.Generator(new() { Mode = GenerationMode.Conditional });
        using LatentGeneratorTransformer unconditional = vae.Generator(new() { Mode = GenerationMode.Unconditional });
        Assert.AreEqual(200, byTurns.Generate(400).GetColumn<bool>("Flag").Count(flag => flag));
        Assert.IsNull(unconditional.Generate(4).Schema.GetColumnOrNull("Flag"));
    }

    [TestMethod]
    public void WithoutAModeAPipelineReadsTheLabelWhereThereIsOne()
    {
        using BmVaeTransformer vae = Fit(View, "Text");
        IDataView unlabelled = Ml.Transforms.DropColumns("Text").Fit(View).Transform(View);
        LatentGeneratorEstimator estimator = Ml.Transforms.GenerateFromPrior(vae.Model, "Generated", "Text", seed: 3);
        using LatentGeneratorTransformer open = estimator.Fit(View);
        using LatentGeneratorTransformer byClass =
            Ml.Transforms.GenerateFromPrior(vae.Model, "Generated", "Text", GenerationMode.Conditional, seed: 3).Fit(View);
        using LatentGeneratorTransformer prior =
            Ml.Transforms.GenerateFromPrior(vae.Model, "Generated", "Text", GenerationMode.Unconditional, seed: 3).Fit(unlabelled);

        CollectionAssert.AreEqual(Values(byClass.Transform(View)), Values(open.Transform(View)));
        CollectionAssert.AreEqual(Values(prior.Transform(unlabelled)), Values(open.Transform(unlabelled)));
        estimator.GetOutputSchema(Shapes.Of(unlabelled)); // does not miss the label

        static float[] Values(IDataView rows) => [.. rows.GetColumn<float[]>("Generated").SelectMany(row => row)];
    }

    [TestMethod]
    public void FeaturesFollowTheirLikelihoodWhereNothingElseIsSaid()
    {
        using BmVaeTransformer pixels = Fit(View, "Text");
        using BmVaeTransformer table = Fit(View, "Text", Quick with { Likelihood = FeatureLikelihood.Gaussian });

        Same(GeneratedFeatures.Expected, pixels);
        Same(GeneratedFeatures.Sampled, table);

        static void Same(GeneratedFeatures expected, BmVaeTransformer vae)
        {
            using LatentGeneratorTransformer open = vae.Generator(), said = vae.Generator(new() { Features = expected });
            CollectionAssert.AreEqual(
                said.Generate(20).GetColumn<float[]>("Features").SelectMany(row => row).ToArray(),
                open.Generate(20).GetColumn<float[]>("Features").SelectMany(row => row).ToArray());
        }
    }

    [TestMethod]
    public void AKeyOfMoreNumbersThanAnArrayHoldsIsALabel()
    {
        IDataView hashed = Ml.Transforms.Conversion.Hash("Key", "Text", numberOfBits: 31).Fit(View).Transform(View);

        using BmVaeTransformer vae = Fit(hashed, "Key", Quick with { Training = new() { Epochs = 2, BatchSize = 20, Chains = 8 } });
        foreach (IDataView rows in GeneratedByAll(vae, 40))
        {
            Assert.AreEqual(hashed.Schema["Key"].Type, rows.Schema["Key"].Type);
            CollectionAssert.AreEquivalent(
                hashed.GetColumn<uint>("Key").Distinct().ToArray(), rows.GetColumn<uint>("Key").Distinct().ToArray());
        }
    }

    private static BmVaeTransformer Fit(IDataView rows, string label, BmVaeEstimator.Options? options = null) =>
        Ml.Transforms.BmVae((options ?? Quick) with { LabelColumnName = label }).Fit(rows);

    /// <summary>Rows of the model's generator, of that of a model file and of that of an ML.NET model file.</summary>
    private static IEnumerable<IDataView> GeneratedByAll(BmVaeTransformer vae, int rows)
    {
        using LatentGeneratorTransformer generator = vae.Generator();
        yield return generator.Generate(rows);
        using var file = new MemoryStream();
        vae.Model.Save(file);
        using var ofFile = new LatentGeneratorTransformer(BmVaeModel.Load(file), new(), "Features", vae.LabelColumnName!);
        yield return ofFile.Generate(rows);
        using var zip = new MemoryStream();
        Ml.Model.Save(generator, null, zip);
        using var ofZip = (LatentGeneratorTransformer)Ml.Model.LoadBmVae(zip, out _);
        yield return ofZip.Generate(rows);
    }

    private static IDataView Keyed(IDataView rows, string column, params string[] values)
    {
        IDataView keys = Ml.Data.LoadFromEnumerable(values.Select(value => new Value { Text = value }));
        return Ml.Transforms.Conversion.MapValueToKey("Key", column, keyData: keys).Fit(rows).Transform(rows);
    }

    private static T[] KeyValues<T>(IDataView rows, string column)
    {
        VBuffer<T> values = default;
        rows.Schema[column].GetKeyValues(ref values);
        return [.. values.DenseValues()];
    }

    private sealed class Value
    {
        public string Text { get; set; } = "";
    }

    private sealed class Labelled
    {
        [VectorType(Blob.Size)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        public float Single { get; set; }

        public double Double { get; set; }

        public sbyte Int8 { get; set; }

        public short Int16 { get; set; }

        public int Int32 { get; set; }

        public long Int64 { get; set; }

        public byte UInt8 { get; set; }

        public ushort UInt16 { get; set; }

        public uint UInt32 { get; set; }

        public ulong UInt64 { get; set; }

        [KeyType(7)]
        public uint Number { get; set; }

        [KeyType(3)]
        public byte SmallNumber { get; set; }

        public static Labelled Of(float[] features, bool left) => new()
        {
            Features = features, Text = left ? "left" : "right", Flag = left, Single = left ? 0.5f : 3, Double = left ? -0.1 : 1e300,
            Int8 = (sbyte)(left ? -3 : 5), Int16 = (short)(left ? -300 : 5), Int32 = left ? 4 : -70000, Int64 = left ? long.MinValue : 1,
            UInt8 = (byte)(left ? 200 : 0), UInt16 = (ushort)(left ? 0 : 60000), UInt32 = left ? 7 : uint.MaxValue,
            UInt64 = left ? ulong.MaxValue : 0, Number = left ? 2u : 6, SmallNumber = (byte)(left ? 2 : 0),
        };
    }
}
