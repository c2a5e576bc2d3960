using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class TrainingLoopTests
{
    private const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side, Latents = 6;

    private static readonly FeatureMatrix Data = BarsAndStripes.Rows(copies: 10);
    private static readonly SpinGraph Graph = SpinGraph.Complete(Latents);
    private static readonly VaeArchitecture Architecture = VaeArchitecture.Mlp(Pixels, [32], Latents);
    private static readonly BlockGibbsSampler Sampler = new() { Sweeps = 2, MaxDegreeOfParallelism = 1 };
    private static readonly SimdEngine Engine = new() { MaxDegreeOfParallelism = 1 };

    [TestMethod]
    public void PatienceEndsATrainingThatOnlyGetsWorseAndKeepsTheBestModel()
    {
        // Trained on rows of bars, judged on rows of noise: after the first epochs, what it learns is wrong for them.
        var random = new Random(1);
        var noise = new FeatureMatrix(Pixels, [.. Enumerable.Range(0, 100 * Pixels).Select(_ => (float)random.Next(2))]);
        var options = new TrainingOptions
        {
            Epochs = 40, BatchSize = 50, Chains = 32, LearningRate = 5e-3, KlWeight = 1, Patience = 3, Relaxation = Relaxation.ReinMax,
        };

        BmVaeModel model = new BmVaeTrainer(Engine, Sampler, options) { Validation = noise }.Train(Data, Architecture, Graph, seed: 1);

        TrainingRun run = model.Training!;
        double[] losses = [.. run.Epochs.Select(epoch => -epoch.ValidationElbo!.Value)];
        Assert.AreEqual(StopReason.Patience, run.StopReason);
        Assert.AreEqual(Array.IndexOf(losses, losses.Min()) + 1, run.ModelEpoch);
        Assert.HasCount(run.ModelEpoch + 3, run.Epochs);
        Assert.IsGreaterThan(losses.Min(), losses[^1]);

        // The model is the one that had the lowest loss, not a later one; a fit of its prior to the codes may change a little.
        BmVaeMetrics metrics = ModelEvaluation.Measure(model, noise, new() { ImportanceSamples = 4, Seed = 1 });
        Assert.AreEqual(losses.Min(), -metrics.Elbo, run.PriorCheck!.BeforeRefit is null ? 1e-9 : 0.1);
    }

    [TestMethod]
    public void PatienceInSoftBitsIsFollowedByHardOnesFromTheBestModel()
    {
        var random = new Random(1);
        var noise = new FeatureMatrix(Pixels, [.. Enumerable.Range(0, 100 * Pixels).Select(_ => (float)random.Next(2))]);
        var options = new TrainingOptions { Epochs = 400, BatchSize = 50, Chains = 32, LearningRate = 5e-3, KlWeight = 1, Patience = 3 };

        TrainingRun run = new BmVaeTrainer(Engine, Sampler, options) { Validation = noise }
            .Train(Data, Architecture, Graph, seed: 1).Training!;

        double[] losses = [.. run.Epochs.Select(epoch => -epoch.ValidationElbo!.Value)];
        int softEpochs = run.Epochs.Count(epoch => epoch.SoftReconstruction is not null);
        int bestOfSoft = Array.IndexOf(losses, losses[..softEpochs].Min()) + 1;
        Assert.AreEqual(StopReason.Patience, run.StopReason);
        Assert.AreEqual(bestOfSoft + 3, softEpochs);
        Assert.HasCount(softEpochs + ((bestOfSoft + 1) / 2), run.Epochs); // half as many epochs as the best model had
        Assert.AreEqual(Array.IndexOf(losses, losses.Min()) + 1, run.ModelEpoch);
    }

    [TestMethod]
    public void HeldOutRowsAndTrainingRowsAreAllRowsOnce()
    {
        var data = new FeatureMatrix(1, [.. Enumerable.Range(0, 200).Select(i => i / 200f)]);

        RowSplit split = RowSplit.Of(data, validation: null, fraction: 0.25, seed: 3);

        Assert.AreEqual(50, split.Validation!.Rows);
        int[] held = [.. split.Validation.AsSpan().ToArray().Select(value => (int)MathF.Round(200 * value))];
        int[] training = [.. split.Training.Epoch(seed: 3, epoch: 0).Select(row => (int)MathF.Round(200 * row.Span[0]))];
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 200).ToArray(), held.Concat(training).ToArray());
        CollectionAssert.AreNotEqual(
            held,
            RowSplit.Of(data, null, 0.25, seed: 4).Validation!.AsSpan().ToArray().Select(value => (int)MathF.Round(200 * value)).ToArray());
        Assert.IsTrue(held.Min() < 50 && held.Max() >= 150, "not just the first or the last rows");
    }

    [TestMethod]
    public void ValidationRowsAreJudgedAfterEachEpoch()
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 50, Chains = 32, ValidationFraction = 0.2 };

        TrainingRun run = new BmVaeTrainer(Engine, Sampler, options).Train(Data, Architecture, Graph, seed: 1).Training!;

        Assert.AreEqual(StopReason.AllEpochs, run.StopReason);
        foreach (EpochReport epoch in run.Epochs)
        {
            Assert.AreEqual(240, epoch.Rows);
            Assert.IsTrue(epoch.ValidationElbo is > -20 and < -3.4, $"{epoch.ValidationElbo}");
            StringAssert.Contains(epoch.ToString(), "validation ELBO -");
        }
    }

    [TestMethod]
    public void TimeIsUpAfterAtLeastOneStep()
    {
        var options = new TrainingOptions { Epochs = 1000, BatchSize = 50, Chains = 32, MaxTrainingTime = TimeSpan.FromTicks(1) };

        TrainingRun run = new BmVaeTrainer(Engine, Sampler, options).Train(Data, Architecture, Graph, seed: 1).Training!;

        Assert.AreEqual(StopReason.TimeLimit, run.StopReason);
        Assert.HasCount(1, run.Epochs);
        Assert.AreEqual(50, run.Epochs[0].Rows);
    }

    [TestMethod]
    public void TheLongestTimeIsNeverUp()
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 50, Chains = 32, MaxTrainingTime = TimeSpan.MaxValue };

        BmVaeModel model = new BmVaeTrainer(Engine, Sampler, options).Train(Data, Architecture, Graph, seed: 1);

        Assert.AreEqual(StopReason.AllEpochs, model.Training!.StopReason);
    }

    [TestMethod]
    public void FineTuningGoesOnFromTheModel()
    {
        var options = new TrainingOptions { Epochs = 60, BatchSize = 50, LearningRate = 5e-3, KlWarmUpEpochs = 10 };
        BmVaeModel first = new BmVaeTrainer(Engine, Sampler, options).Train(Data, Architecture, Graph, seed: 1);
        var careful = new TrainingOptions { Epochs = 2, BatchSize = 50, LearningRate = 1e-6, KlWarmUpEpochs = 0 };

        BmVaeModel second = new BmVaeTrainer(Engine, Sampler, careful) { Start = first }.Train(Data, Architecture, Graph, seed: 2);

        // Twelve steps of one millionth each change next to nothing.
        for (int i = 0; i < Latents; i++)
        {
            Assert.AreEqual(first.Prior.Fields[i], second.Prior.Fields[i], 2e-5);
        }

        Assert.IsFalse(first.Parameters.SequenceEqual(second.Parameters));
        EpochReport report = second.Training!.Epochs[0];
        Assert.AreEqual(first.Training!.Epochs[^1].Reconstruction, report.Reconstruction, 0.5);
        // As the chains came along.
        Assert.AreEqual(new ExactEnumeration(first.Prior).LogPartition, report.Boltzmann!.LogPartition!.Value, 0.1);
    }

    [TestMethod]
    public void WhatDoesNotFitIsRefused()
    {
        var options = new TrainingOptions { Epochs = 1, BatchSize = 50, Chains = 32 };
        BmVaeModel model = new BmVaeTrainer(Engine, Sampler, options).Train(Data, Architecture, Graph, seed: 1);

        Expect("Model to start from: expected one with a Bernoulli prior", () =>
            new BmVaeTrainer(Engine, Sampler, options) { Start = model }.Train(Data, Architecture, PriorKind.Bernoulli, seed: 1));
        Expect("Model to start from: expected", () =>
            new BmVaeTrainer(Engine, Sampler, options) { Start = model }
                .Train(Data, VaeArchitecture.Mlp(Pixels, [16], Latents), Graph, seed: 1));
        Expect("Option 'Patience': expected rows to judge by, got none", () =>
            new BmVaeTrainer(Engine, Sampler, options with { Patience = 2, ValidationFraction = 0 })
                .Train(Data, Architecture, Graph, seed: 1));

        static void Expect(string message, Action train) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(train).Message, message);
    }
}
