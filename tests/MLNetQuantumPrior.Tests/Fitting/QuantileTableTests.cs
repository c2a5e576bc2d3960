using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Tables that are scaled by quantiles, from training to generated rows and files.</summary>
[TestClass]
public sealed class QuantileTableTests
{
    private const int Count = 1500, Size = 4;

    private static readonly MLContext Ml = new(seed: 1);

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 8, HiddenSizes = [32], Seed = 1, Scaling = FeatureScaling.Quantiles,
        Training = new() { Epochs = 40, BatchSize = 50, LearningRate = 3e-3, Chains = 64 },
        Columns = new() { Reconstruction = "Back", OutlierScore = "Score", PValue = "P" },
    };

    /// <summary>A skewed number, one that is 0 half of the time, whole years, and yes or no.</summary>
    private static readonly float[][] Table = Rows(Count, seed: 1);

    private static readonly Lazy<BmVaeTransformer> Fitted = new(() => Ml.Transforms.BmVae(Options).Fit(View(Table)));

    [TestMethod]
    public void NumbersAreGaussianByRanksAndBinarySlotsBernoulli()
    {
        BmVaeModel model = Fitted.Value.Model;
        Assert.AreEqual(new Likelihood(new GaussianSlots(3), new BernoulliSlots(1)), model.Architecture.Likelihood);
        CollectionAssert.AreEqual(
            new[] { true, true, true, false }, model.Scaling.Quantiles.Select(own => own is not null).ToArray());
        Assert.AreEqual(Likelihood.Gaussian(1), Chosen([0.1f, 0.2f, 0.9f, 1]), "no pixels, although within [0, 1]");
    }

    [TestMethod]
    public void GeneratedRowsHaveTheColumnsDistributionsSpikesAndWholeNumbers()
    {
        using LatentGeneratorTransformer generator = Fitted.Value.Generator(new() { Seed = 2 });
        float[][] rows = [.. generator.Generate(Count).GetColumn<float[]>("Features")];
        for (int slot = 0; slot < Size; slot++)
        {
            float[] real = [.. Table.Select(row => row[slot])], made = [.. rows.Select(row => row[slot])];
            Assert.IsLessThan(0.12, real.Max(value => Math.Abs(Share(real, value) - Share(made, value))), $"slot {slot}");
            Assert.IsTrue(made.All(value => value >= real.Min() && value <= real.Max()), $"range of slot {slot}");
        }

        Assert.AreEqual(Share(Table.Select(row => row[1]), 0), Share(rows.Select(row => row[1]), 0), 0.1, "exactly 0");
        Assert.IsTrue(rows.All(row => row[2] == MathF.Round(row[2])), "whole years");
        Assert.IsTrue(rows.All(row => row[3] is 0 or 1));
    }

    [TestMethod]
    public void FilesAndGraphsSayTheSame()
    {
        BmVaeTransformer vae = Fitted.Value;
        IDataView view = View(Table);
        float[][] expected = Values(vae.Transform(view));
        using var file = new MemoryStream();
        vae.Model.Save(file);
        BmVaeModel loaded = BmVaeModel.Load(file);
        using var again = new MemoryStream();
        loaded.Save(again);
        CollectionAssert.AreEqual(file.ToArray(), again.ToArray());
        using var fromFile = new BmVaeTransformer(loaded, "Latent", "Features", columns: Options.Columns);
        AssertEqual(expected, Values(fromFile.Transform(view)));

        using var zip = new MemoryStream();
        Ml.Model.Save(vae, view.Schema, zip);
        ITransformer stock = Ml.Model.Load(zip, out _);
        AssertEqual(expected, Values(stock.Transform(view)));
        (stock as IDisposable)?.Dispose();

        float[] logits = new float[Count * vae.Model.Architecture.LatentSize], back = new float[Count * Size];
        vae.Model.Encode([.. Table.SelectMany(row => row)], logits);
        vae.Model.Decode(Array.ConvertAll(logits, logit => logit > 0 ? 1f : 0), back);
        AssertEqual([.. back.Chunk(Size)], [.. vae.Transform(view).GetColumn<float[]>("Back")]);
    }

    [TestMethod]
    public void ValuesBeyondTheRangeAreStrangeAndExplained()
    {
        float[] farOff = [.. Table[0]];
        farOff[0] = 100 * Table.Max(row => row[0]);
        float p = Fitted.Value.Transform(View([farOff])).GetColumn<float>("P").Single();

        Assert.AreEqual(1f / (1 + Fitted.Value.Model.Outliers!.HeldOut.Length), p, 1e-6f);
        Assert.AreEqual(0, Fitted.Value.Explain(farOff).Slots[0].Slot);
        var scorer = new OutlierScorer(Fitted.Value.Model, Fitted.Value.Model.Outliers!, OutlierMeasure.Combined);
        double[] expected = scorer.Score([.. farOff, .. Table[..20].SelectMany(row => row)]);
        float[] scores = [.. Fitted.Value.Transform(View([farOff, .. Table[..20]])).GetColumn<float>("Score")];
        for (int row = 0; row < scores.Length; row++)
        {
            Assert.AreEqual(expected[row], scores[row], 1e-3 + (1e-5 * Math.Abs(expected[row])), $"row {row}");
        }
    }

    [TestMethod]
    public void StreamedRowsAreSampledBySeed()
    {
        BmVaeEstimator.Options streamed = Options with { ShuffleBufferRows = 200, Training = Options.Training with { Epochs = 1 } };
        using BmVaeTransformer one = Ml.Transforms.BmVae(streamed).Fit(View(Table)), other = Ml.Transforms.BmVae(streamed).Fit(View(Table));
        for (int slot = 0; slot < 3; slot++)
        {
            CollectionAssert.AreEqual(one.Model.Scaling.Quantiles[slot]!.Knots, other.Model.Scaling.Quantiles[slot]!.Knots);
        }

        Assert.AreEqual(Table.Max(row => row[0]), one.Model.Scaling.Quantiles[0]!.Knots[^1].Value, "sampled or not");
    }

    /// <summary>What the documentation says: the number's mean and an indicator; NaN where a generated indicator is 1.</summary>
    [TestMethod]
    public void MissingValuesAreLearnedByIndicators()
    {
        float[][] table = Rows(Count, seed: 3);
        foreach (float[] row in table)
        {
            row[0] = row[3] == 1 ? float.NaN : row[0]; // exactly where the last is 1
        }

        EstimatorChain<BmVaeTransformer> pipeline = Ml.Transforms.IndicateMissingValues("IsMissing", "Features")
            .Append(Ml.Transforms.Conversion.ConvertType("IsMissing", outputKind: DataKind.Single))
            .Append(Ml.Transforms.Concatenate("Both", "Features", "IsMissing"))
            .Append(Ml.Transforms.BmVae(
                Options with { InputColumnName = "Both", MissingValues = MissingValues.Mean, Columns = new() }));
        TransformerChain<BmVaeTransformer> chain = pipeline.Fit(View(table));
        using LatentGeneratorTransformer generator = chain.LastTransformer.Generator(new() { Seed = 2 });
        float[][] rows = [.. generator.Generate(Count).GetColumn<float[]>("Both")];
        chain.LastTransformer.Dispose();

        Assert.AreEqual(table.Average(row => row[3]), rows.Average(row => row[Size]), 0.1, "as often");
        Assert.IsLessThan(0.1, rows.Average(row => row[Size] == row[3] ? 0 : 1), "where they belong");
    }

    private static float[][] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double x = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
            double y = x + (0.5 * (random.NextDouble() - 0.5));
            return (float[])[(float)Math.Exp(1.5 * x), (float)Math.Max(0, 1000 * y), (float)Math.Round(40 + (10 * y)), x > 0.5 ? 1 : 0];
        })];
    }

    private static Likelihood Chosen(float[] values)
    {
        using BmVaeTransformer vae = Ml.Transforms.BmVae(Options with { Columns = new(), Training = new() { Epochs = 1, Chains = 8 } })
            .Fit(View([.. values.Select(value => new[] { value })]));
        return vae.Model.Architecture.Likelihood;
    }

    private static double Share(IEnumerable<float> values, float most) => values.Average(value => value <= most ? 1.0 : 0);

    private static float[][] Values(IDataView rows) =>
    [
        .. rows.GetColumn<float[]>("Back").Zip(Column(rows, "Score"), (back, score) => (float[])[.. back, score]),
    ];

    private static IEnumerable<float> Column(IDataView rows, string name) => ColumnValues.Of(rows, name).Select(row => row[0]);

    private static void AssertEqual(float[][] expected, float[][] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int row = 0; row < expected.Length; row++)
        {
            for (int k = 0; k < expected[row].Length; k++)
            {
                double range = k < Size ? Table.Max(one => one[k]) - Table.Min(one => one[k]) : Math.Max(1, Math.Abs(expected[row][k]));
                Assert.AreEqual(expected[row][k], actual[row][k], 1e-5 * range, $"row {row}, number {k}");
            }
        }
    }

    private static IDataView View(float[][] rows)
    {
        var schema = SchemaDefinition.Create(typeof(AnyRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        return Ml.Data.LoadFromEnumerable(rows.Select(row => new AnyRow { Features = row }), schema);
    }

    private sealed class AnyRow
    {
        public float[] Features { get; set; } = [];
    }
}
