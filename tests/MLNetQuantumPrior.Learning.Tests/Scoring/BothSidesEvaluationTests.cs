using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The figures of a model with log Z from below and from above.</summary>
[TestClass]
public sealed class BothSidesEvaluationTests
{
    private const int Pixels = 4, Latents = 30; // more than are enumerated

    private static readonly BmVaeModel Model = TestModels.Random(Pixels, Latents);
    private static readonly FeatureMatrix Data = new(Pixels, [0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1]);
    private static readonly EvaluationOptions Few = new()
    {
        ImportanceSamples = 2, Seed = 1, Annealing = new() { Temperatures = 5, Chains = 512 },
    };

    [TestMethod]
    public void BoundsHaveBothEnds()
    {
        BmVaeMetrics metrics = ModelEvaluation.Measure(Model, Data, Few);

        (double value, double above) = (metrics.LogPartition.Value, metrics.LogPartition.Above!.Value);
        Assert.IsGreaterThan(value + LogPartitionEstimate.LargestGap, above);
        Assert.AreEqual(metrics.Elbo, metrics.ElboEnds.High, 1e-9);
        Assert.AreEqual(metrics.Elbo - (above - value), metrics.ElboEnds.Low, 1e-9);
        Assert.AreEqual(metrics.ImportanceWeightedBound, metrics.ImportanceWeightedBoundEnds.High, 1e-9);
        Assert.AreEqual(above - value, metrics.ImportanceWeightedBoundEnds.Width, 1e-9);
        StringAssert.EndsWith(metrics.Warning, "('EvaluationOptions.Annealing')");

        // With more effort both come to what is between.
        BmVaeMetrics usual = ModelEvaluation.Measure(Model, Data, Few with { Annealing = null });
        Assert.IsNull(usual.Warning);
        Assert.IsLessThan(0.1, usual.LogPartition.Ends.Width);
        Assert.IsTrue(value < usual.LogPartition.Value && usual.LogPartition.Value < above);
        Assert.AreEqual(4095, usual.LogPartition.DegreesOfFreedom); // 16 times the chains of large machines
    }

    [TestMethod]
    public void ThreadsDoNotMatter()
    {
        BmVaeMetrics one = ModelEvaluation.Measure(Model, Data, Few with { MaxDegreeOfParallelism = 1 });

        Assert.AreEqual(one, ModelEvaluation.Measure(Model, Data, Few with { MaxDegreeOfParallelism = 3 }));
        Assert.AreNotEqual(
            one.LogPartition.Above, ModelEvaluation.Measure(Model, Data, Few with { Seed = 2 }).LogPartition.Above);
    }

    [TestMethod]
    public void ARoughEstimateIsFromBelowOnly()
    {
        BmVaeMetrics rough = ModelEvaluation.Measure(Model, Data, Few with { IsRough = true });

        Assert.IsNull(rough.LogPartition.Above);
        Assert.AreEqual(255, rough.LogPartition.DegreesOfFreedom);
        Assert.AreEqual(double.NegativeInfinity, rough.ElboEnds.Low);
        Assert.AreEqual(rough.Elbo, rough.ElboEnds.High, 1e-9);
    }

    [TestMethod]
    public void EndsOfAnExactLogPartitionAreEqual()
    {
        BmVaeMetrics exact = ModelEvaluation.Measure(TestModels.Random(Pixels, 5), Data, Few);

        Assert.AreEqual(new(exact.Elbo, exact.Elbo), exact.ElboEnds);
        Assert.AreEqual(new(exact.ImportanceWeightedBound, exact.ImportanceWeightedBound), exact.ImportanceWeightedBoundEnds);
        Assert.AreEqual(0, exact.LogPartition.StandardError);
        Assert.IsNull(exact.Warning);
    }

    // The figure of docs/sampling.md; 413.85 is the mean of long runs.
    [TestMethod]
    public void TheModelOfDigitsIsKnownFromBothSides()
    {
        BmVaeModel digits = BmVaeModel.Load(TrainedModels.PathOf("mnist-digits.bmvae"));

        LogPartitionEstimate logZ = LogPartitionFunction.Estimate(digits.Prior, seed: 1, annealing: new() { Backwards = true });

        Assert.AreEqual(413.85, logZ.Value, 4 * logZ.StandardError);
        Assert.AreEqual(413.85, logZ.Above!.Value, 4 * logZ.Above.StandardError);
        Assert.IsNull(logZ.Warning);
    }
}
