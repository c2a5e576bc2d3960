using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>A user who sets nothing gets a trained model, and a log that says how it came about.</summary>
[TestClass]
public sealed class DefaultTrainingTests
{
    [TestMethod]
    public void BitsOfASmallTableTellItsClusters()
    {
        var ml = new MLContext(seed: 1);
        List<string> log = Log(ml);
        IDataView table = Clusters(ml, 260, seed: 1), others = Clusters(ml, 300, seed: 2);

        using BmVaeTransformer vae = ml.Transforms.BmVae("Latent", "Features", seed: 1).Fit(table);

        TrainingRun run = vae.Model.Training!;
        Assert.AreEqual(3000, run.Options.Steps);
        Assert.AreEqual(32, vae.Model.Architecture.LatentSize);
        Assert.IsEmpty(run.Warnings);
        Assert.Contains(
            line => line.Contains(
                "3000 steps, batches of 27, KL weight 0.5 with a warm-up of 33.3 epochs, 39 validation rows, patience of 67 epochs; " +
                "dense layers 128-64-32", StringComparison.Ordinal), log);

        var trainer = ml.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Latent"));
        ITransformer classifier = trainer.Fit(vae.Transform(table));
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(classifier.Transform(vae.Transform(others)), "Key");
        Assert.IsGreaterThan(0.95, metrics.MicroAccuracy);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(20)]
    [DataRow(100)]
    public void AFewRowsTrain(int rows)
    {
        var ml = new MLContext(seed: 1);

        using BmVaeTransformer vae = ml.Transforms.BmVae(
            new BmVaeEstimator.Options { Seed = 1, Training = new() { Steps = 60 } }).Fit(Clusters(ml, rows, seed: 1));

        Assert.Contains("only ", vae.Model.Training!.Warnings[^1]);
    }

    [TestMethod]
    public void ATrainingThatIsTooShortIsSaid()
    {
        var ml = new MLContext(seed: 1);
        List<string> log = Log(ml);

        using BmVaeTransformer vae = ml.Transforms.BmVae("Latent", "Features", numberOfEpochs: 2, seed: 1).Fit(Clusters(ml, 260, seed: 1));

        Assert.Contains(line => line.Contains("the training had only ", StringComparison.Ordinal), log);
    }

    private static List<string> Log(MLContext ml)
    {
        var lines = new List<string>();
        ml.Log += (_, log) => lines.Add(log.RawMessage);
        return lines;
    }

    /// <summary>Three clusters of four numbers.</summary>
    private static IDataView Clusters(MLContext ml, int rows, int seed)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(k => new Point
        {
            Label = $"{k % 3}",
            Features = [.. Enumerable.Range(0, 4).Select(i => 10f * ((k + i) % 3) + (4 * (random.NextSingle() - 0.5f)))],
        }).ToArray());
    }

    private sealed class Point
    {
        public string Label { get; set; } = "";

        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}
