using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Outlier columns where rows are not like the training data at all, or there are hardly any.</summary>
[TestClass]
public sealed class OutlierColumnsTests
{
    private const int Side = 8;

    private static readonly MLContext Ml = new(seed: 1);

    [TestMethod]
    [DataRow(OutlierMeasure.Combined)]
    [DataRow(OutlierMeasure.Divergence)]
    public void ValuesBeyondTheRangeAreAsStrangeAsCanBe(OutlierMeasure measure)
    {
        using BmVaeTransformer vae = Ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            LatentSize = 6, HiddenSizes = [24], Scaling = FeatureScaling.Shared, Seed = 1,
            Training = new() { Epochs = 20, BatchSize = 30, Chains = 32 },
            Columns = new() { OutlierScore = "Score", PValue = "P", OutlierMeasure = measure },
        }).Fit(View(Squares(300, seed: 1), Side * Side));
        float[] square = Squares(1, seed: 2)[0];
        float[][] rows =
        [
            square, Array.ConvertAll(square, pixel => pixel * 1000), Array.ConvertAll(square, pixel => pixel > 0 ? pixel : -1e6f),
            Array.ConvertAll(square, pixel => pixel > 0 ? 1e30f : 0), [.. square[..^1], 1000],
        ];
        IDataView scored = vae.Transform(View(rows, Side * Side));
        float[] p = [.. scored.GetColumn<float>("P")];

        Assert.IsGreaterThan(0.04f, p[0], "an ordinary square");
        float floor = 1f / (1 + vae.Model.Outliers!.HeldOut.Length);
        for (int row = 1; row < rows.Length; row++)
        {
            Assert.AreEqual(floor, p[row], 1e-6f, $"row {row}");
        }

        AssertScores(vae, rows, scored, measure);
    }

    [TestMethod]
    [DataRow(OutlierMeasure.Combined, PriorKind.Boltzmann)]
    [DataRow(OutlierMeasure.FreeEnergy, PriorKind.Boltzmann)]
    [DataRow(OutlierMeasure.Reconstruction, PriorKind.Gaussian)]
    [DataRow(OutlierMeasure.Mahalanobis, PriorKind.Gaussian)]
    [DataRow(OutlierMeasure.FreeEnergy, PriorKind.Gaussian)]
    [DataRow(OutlierMeasure.Combined, PriorKind.Gaussian)]
    public void TheGraphScoresAsTheScorerDoesWhateverTheRow(OutlierMeasure measure, PriorKind prior)
    {
        var random = new Random(1);
        float[][] table = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            int colour = random.Next(3);
            float income = 100 + (10 * random.NextSingle());
            return (float[])[random.NextSingle(), 5, income, 7, colour == 0 ? 1 : 0, colour == 1 ? 1 : 0, colour == 2 ? 1 : 0];
        })];
        using BmVaeTransformer vae = Ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            LatentSize = 5, HiddenSizes = [12], Seed = 1, Prior = prior, MissingValues = MissingValues.Mean,
            SlotGroups = [new BernoulliSlots(2), new GaussianSlots(2), new CategoricalSlots(3)],
            Training = new() { Epochs = 5, BatchSize = 30, Chains = 8 },
            Columns = new() { OutlierScore = "Score", PValue = "P", OutlierMeasure = measure },
        }).Fit(View(table, 7));
        float[][] rows =
        [
            .. table[..10], [3, 5, 105, 7, 1, 0, 0], [-1, 5.1f, 105, 7, 0, 1, 0], [0.5f, 5, 140, 7.1f, 0, 0, 1], [0.5f, 5, 105, 7, 0, 0, 0],
            [0.5f, 5, 105, 7, -1, 0, 1], [0.5f, 5, 105, 7, 0, 2, 0], [0.5f, 5, 105, 7, 0.2f, 0.5f, 0.3f],
            [float.NaN, float.NaN, float.NaN, 7, 0, 1, 0],
        ];

        AssertScores(vae, rows, vae.Transform(View(rows, 7)), measure);
    }

    /// <summary>Files before version 3 have no calibration that says how old such a score is.</summary>
    [TestMethod]
    public void AnOldScoreThatComparesWithNothingStaysMinusLogP()
    {
        var random = new Random(1);
        IDataView grey = View([.. Enumerable.Range(0, 60).Select(_ => (float[])[random.NextSingle(), random.NextSingle()])], 2);
        BmVaeColumns columns = new()
        {
            ReconstructionLoss = "Loss", OutlierScore = "Score", OutlierMeasure = OutlierMeasure.Reconstruction,
        };
        using BmVaeTransformer vae = Ml.Transforms.BmVae(Few(columns)).Fit(grey);
        var entry = new EncoderEntry("Latent", "Features", null, columns);
        using BmVaeTransformer old = SavedEncoder.Read(vae.Model, entry, version: 2);
        using BmVaeTransformer newer = SavedEncoder.Read(vae.Model, entry, version: 3);

        CollectionAssert.AreEqual(Values(old, "Loss"), Values(old, "Score"));
        CollectionAssert.AreEqual(Values(vae, "Score"), Values(newer, "Score"));
        Assert.IsTrue(Values(old, "Score").Zip(Values(newer, "Score")).All(pair => pair.First > pair.Second + 0.01f));
        Assert.Contains(
            "expected a model calibrated on ordinary rows, got one that is not",
            Assert.ThrowsExactly<ArgumentException>(() => old.WithColumns(new() { OutlierScore = "Score" })).Message);

        float[] Values(BmVaeTransformer transformer, string column) =>
            [.. transformer.Transform(grey).GetColumn<float>(column)];
    }

    [TestMethod]
    [DataRow(3, 1)]
    [DataRow(4, 1)]
    [DataRow(5, 1)]
    [DataRow(20, 2)]
    public void OfFewRowsAtLeastOneIsHeldOut(int count, int expected)
    {
        using BmVaeTransformer vae = Ml.Transforms.BmVae(Few(new() { PValue = "P" })).Fit(View(Squares(count, seed: 1), Side * Side));

        Assert.HasCount(expected, vae.Model.Outliers!.HeldOut);
    }

    [TestMethod]
    public void TooFewRowsToHoldOneOutAreSaidToBe()
    {
        BmVaeEstimator estimator = Ml.Transforms.BmVae(Few(new() { PValue = "P" }));
        string message = Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(View(Squares(2, seed: 1), Side * Side))).Message;

        Assert.StartsWith("Training rows: expected at least 3 for outlier scores", message);
        Assert.Contains("WithOutliers", message);
    }

    /// <summary>Two factors behind eight numbers, as the measurements of one thing are; outliers have larger ones, or none at
    /// all.</summary>
    [TestMethod]
    public void TheDefaultMeasureIsAboutAsGoodAsTheBestOfItsParts()
    {
        const int slots = 8;
        float[][] ordinary = Factors(300, seed: 1, scale: 1, noise: 0.3), others = Factors(200, seed: 2, scale: 1, noise: 0.3);
        float[][] strange = [.. Factors(100, seed: 3, scale: 2.5, noise: 0.3), .. Factors(100, seed: 4, scale: 1, noise: 0.7)];
        using BmVaeTransformer vae = Ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            LatentSize = 16, HiddenSizes = [32], Likelihood = FeatureLikelihood.Gaussian, Seed = 1,
            Training = new() { Epochs = 100, BatchSize = 30, Chains = 64 }, Columns = new() { OutlierScore = "Score" },
        }).Fit(View(ordinary, slots));

        double best = Math.Max(Area(OutlierMeasure.Reconstruction), Area(OutlierMeasure.Divergence));
        double combined = Area(OutlierMeasure.Combined);
        Assert.IsGreaterThan(best - 0.02, combined, $"combined {combined:F3}, best part {best:F3}");
        Assert.IsGreaterThan(0.75, combined);

        double Area(OutlierMeasure measure)
        {
            var scorer = new OutlierScorer(vae.Model, vae.Model.Outliers!, measure);
            double[] low = scorer.Score([.. others.SelectMany(row => row)]), high = scorer.Score([.. strange.SelectMany(row => row)]);
            return high.Average(score => low.Average(other => score > other ? 1 : score == other ? 0.5 : 0));
        }

        static float[][] Factors(int count, int seed, double scale, double noise)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, count).Select(_ =>
            {
                double first = scale * Normal(random), second = scale * Normal(random);
                return Enumerable.Range(0, slots).Select(
                    slot => (float)((first * Math.Cos(slot)) + (second * Math.Sin(2 * slot)) + (noise * Normal(random)))).ToArray();
            })];
        }

        static double Normal(Random random) =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
    }

    private static void AssertScores(BmVaeTransformer vae, float[][] rows, IDataView scored, OutlierMeasure measure)
    {
        double[] expected = new OutlierScorer(vae.Model, vae.Model.Outliers!, measure).Score([.. rows.SelectMany(row => row)]);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.AreEqual(expected[row], scores[row], 1e-3 + (1e-5 * Math.Abs(expected[row])), $"row {row}");
        }
    }

    private static BmVaeEstimator.Options Few(BmVaeColumns columns) => new()
    {
        LatentSize = 4, HiddenSizes = [8], Scaling = FeatureScaling.Shared, Seed = 1, Columns = columns,
        Training = new() { Epochs = 2, BatchSize = 1, Chains = 8 },
    };

    /// <summary>Squares of three times three pixels of 255 on a background of 0.</summary>
    private static float[][] Squares(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] pixels = new float[Side * Side];
            int top = random.Next(Side - 2), left = random.Next(Side - 2);
            for (int k = 0; k < 9; k++)
            {
                pixels[((top + (k / 3)) * Side) + left + (k % 3)] = 255;
            }

            return pixels;
        })];
    }

    private static IDataView View(float[][] rows, int slots)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, slots);
        return Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }), schema);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
