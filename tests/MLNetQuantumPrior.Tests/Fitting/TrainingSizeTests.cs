using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Trainings that are too small or too large for their options.</summary>
[TestClass]
public sealed class TrainingSizeTests
{
    private static readonly BmVaeEstimator.Options Quick = new()
    {
        LatentSize = 4, HiddenSizes = [8], Seed = 1, Training = new() { Epochs = 1, BatchSize = 128, Chains = 8 },
    };

    [TestMethod]
    public void FewerRowsThanABatchTrainAndAreLogged()
    {
        var ml = new MLContext(seed: 1);
        List<string> log = Log(ml, ChannelMessageKind.Info);

        using BmVaeTransformer vae = ml.Transforms.BmVae(Quick).Fit(Row.View(ml, 119));

        Assert.AreEqual(119L, vae.Model.Training!.Epochs[0].Rows);
        Assert.Contains(line => line.Contains("119 rows to train on are fewer than 'BatchSize' 128", StringComparison.Ordinal), log);
        Assert.Contains(line => line.Contains("an epoch is 1 steps, about ", StringComparison.Ordinal), log);
    }

    [TestMethod]
    public void FiveFoldsOfASmallTableAreCrossValidated()
    {
        var ml = new MLContext(seed: 1);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Key", "Label").Append(ml.Transforms.BmVae(Quick))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Latent"));

        Assert.HasCount(5, ml.MulticlassClassification.CrossValidate(Row.View(ml, 150), pipeline, 5, "Key"));
    }

    [TestMethod]
    public void TooManyCouplingsAreRefusedBeforeTraining()
    {
        var ml = new MLContext(seed: 1);

        string message = Assert.Throws<ArgumentException>(() => ml.Transforms.BmVae(Quick with { LatentSize = 100_000 })).Message;

        Assert.Contains("Option 'LatentSize': expected at most", message);
        Assert.Contains("got 100000 latents, 4,999,950,000 couplings", message);
        Assert.Contains("sparse 'Graph'", message);
        ml.Transforms.BmVae(Quick with { LatentSize = 100_000, Prior = PriorKind.Bernoulli });
        ml.Transforms.BmVae(Quick with { LatentSize = null, Graph = SpinGraph.FromEdges(100_000, [new(0, 1)]) });
    }

    [TestMethod]
    public void TooManyChainsAreRefusedWhenSet()
    {
        Assert.Contains("'Chains'", Assert.Throws<ArgumentException>(() => new TrainingOptions { Chains = int.MaxValue }).Message);
        Assert.Contains("'Chains'", Assert.Throws<ArgumentException>(() => new ClassFitOptions { Chains = int.MaxValue }).Message);
        Assert.Contains("'Chains'", Assert.Throws<ArgumentException>(() => new MLContext().Transforms.BmVae(
            Quick with { LatentSize = 5000, Training = new() { Chains = 1_000_000 } })).Message);
    }

    [TestMethod]
    public void AnExpensivePriorIsSaidBeforeItIsTrained()
    {
        using var stop = new CancellationTokenSource();
        var ml = new MLContext(seed: 1);
        List<string> log = Log(ml, ChannelMessageKind.Warning, stop.Cancel);

        Assert.ThrowsExactly<OperationCanceledException>(() => ml.Transforms.BmVae(
            Quick with { LatentSize = 5000, Training = new() { Epochs = 1 }, CancellationToken = stop.Token }).Fit(Row.View(ml, 200)));

        Assert.Contains(line => line.Contains("the prior's 12,497,500 couplings make about", StringComparison.Ordinal), log);
    }

    private static List<string> Log(MLContext ml, ChannelMessageKind kind, Action? then = null)
    {
        var lines = new List<string>();
        ml.Log += (_, log) =>
        {
            if (log.Kind == kind && log.RawMessage.Contains("BM-VAE", StringComparison.Ordinal))
            {
                lines.Add(log.RawMessage);
                then?.Invoke();
            }
        };
        return lines;
    }
}
