namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>log Z from below and, by annealing backwards, from above.</summary>
[TestClass]
public sealed class BothSidesTests
{
    private static readonly IsingModel Cold = TestModels.Frustrated(SpinGraph.Complete(14), seed: 2);

    // With one temperature the weights backwards are exp(beta E) of the draws, whatever the seed.
    [TestMethod]
    public void OneTemperatureBackwardsIsTheHarmonicMean()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(10), 0.4, seed: 1);
        SpinMatrix draws = new ExactSampler().Sample(model, new(100, Seed: 2) { Beta = 0.7 }).Spins;

        LogPartitionEstimate actual =
            new AnnealedImportanceSampling { Temperatures = 1 }.EstimateBackwards(model, draws, seed: 3, beta: 0.7);

        double[] weights = [.. Enumerable.Range(0, 100).Select(r => Math.Exp(0.7 * model.Energy(draws[r])))];
        double mean = weights.Average(), variance = weights.Sum(w => (w - mean) * (w - mean)) / 99;
        Assert.AreEqual((10 * Math.Log(2)) - Math.Log(mean), actual.Value, 1e-10);
        Assert.AreEqual(Math.Sqrt(variance / 100) / mean, actual.StandardError, 1e-10);
        Assert.AreEqual(LogPartitionMethod.BackwardsAnnealing, actual.Method);
    }

    // 1 / Z from exact draws is unbiased for any number of temperatures, with couplings, fields and an offset.
    [TestMethod]
    [DataRow(2)]
    [DataRow(5)]
    [DataRow(30)]
    public void TheInverseIsUnbiasedBackwards(int temperatures)
    {
        IsingModel random = TestModels.Random(SpinGraph.Complete(10), 0.5, seed: 4);
        var model = new IsingModel(random.Graph, [.. random.Fields], [.. random.Couplings], offset: 3);
        double exact = LogPartitionFunction.Exact(model, beta: 0.9).Value;
        SpinMatrix draws = new ExactSampler().Sample(model, new(20_000, Seed: 5) { Beta = 0.9 }).Spins;

        LogPartitionEstimate above = new AnnealedImportanceSampling { Temperatures = temperatures }
            .EstimateBackwards(model, draws, seed: 6, beta: 0.9);

        Assert.IsTrue(above.IsReliable);
        Assert.AreEqual(exact, above.Value, 4 * above.StandardError);
        Assert.IsLessThan(0.05, above.StandardError);
    }

    [TestMethod]
    public void BothEndsBracketTheExactValueWithinTheirErrors()
    {
        IsingModel[] models =
        [
            TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1),
            TestModels.Random(SpinGraph.Complete(16), 1, seed: 1),
            TestModels.Frustrated(SpinGraph.Zephyr(1, 1), seed: 3),
            TestModels.Frustrated(Strip.Graph(6, 10), seed: 3), // from draws of population annealing
        ];
        foreach (IsingModel model in models)
        {
            double exact = LogPartitionFunction.Exact(model).Value;
            for (ulong seed = 1; seed <= 8; seed++)
            {
                LogPartitionEstimate sides = new AnnealedImportanceSampling { Backwards = true }.Estimate(model, seed);

                Assert.IsLessThan(exact + (4 * sides.StandardError), sides.Value, $"{model}, seed {seed}");
                Assert.IsGreaterThan(exact - (4 * sides.Above!.StandardError), sides.Above.Value, $"{model}, seed {seed}");
                Assert.IsLessThanOrEqualTo(exact, sides.LowerBound);
                Assert.IsGreaterThanOrEqualTo(exact, sides.UpperBound);
                Assert.IsTrue(sides.Interval() is var (low, high) && low <= sides.Value && sides.Above.Value <= high);
            }
        }
    }

    // Deep separate modes and few temperatures: too low from below, too high from above, and both far from it.
    [TestMethod]
    public void FewTemperaturesOnAColdModelAreTooLowFromBelowAndTooHighFromAbove()
    {
        IsingModel model = TestModels.Frustrated(SpinGraph.Complete(18), seed: 3);
        double exact = LogPartitionFunction.Exact(model, beta: 2).Value;
        LogPartitionEstimate[] sides =
            [.. Enumerable.Range(1, 10).Select(seed => Annealing(temperatures: 5).Estimate(model, (ulong)seed, beta: 2))];

        foreach (LogPartitionEstimate estimate in sides)
        {
            Assert.IsLessThan(exact, estimate.Value);
            Assert.IsGreaterThan(exact, estimate.Above!.Value);
            StringAssert.Contains(estimate.Warning, $"log Z is known to {estimate.Ends.Width:F2} nats only");
            StringAssert.Contains(estimate.Warning, "anneal with more 'Temperatures'");
        }

        Assert.IsLessThan(exact - 3, sides.Average(estimate => estimate.Ends.Low));
        Assert.IsGreaterThan(exact + 3, sides.Average(estimate => estimate.Ends.High));

        LogPartitionEstimate longer = (Annealing(temperatures: 4000) with { Chains = 2048 }).Estimate(model, seed: 1, beta: 2);
        Assert.IsLessThan(LogPartitionEstimate.LargestGap, longer.Ends.Width);
        Assert.IsNull(longer.Warning);
    }

    [TestMethod]
    [DataRow(12, DisplayName = "exact draws")]
    [DataRow(72, DisplayName = "draws of population annealing")]
    public void BackwardsDependsOnTheSeedButNeitherOnThreadsNorOnTheKernel(int spins)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(spins), 0.2, seed: 3);
        var one = new AnnealedImportanceSampling { Temperatures = 20, Chains = 1000, Backwards = true, MaxDegreeOfParallelism = 1 };
        LogPartitionEstimate expected = one.Estimate(model, seed: 1);

        Assert.AreEqual(249, expected.Above!.DegreesOfFreedom); // a quarter of the chains
        Assert.AreNotEqual(expected.Above, one.Estimate(model, seed: 2).Above);
        Assert.AreEqual(expected, (one with { MaxDegreeOfParallelism = 3 }).Estimate(model, seed: 1));
        Assert.AreEqual(expected with { Above = null }, (one with { Backwards = false }).Estimate(model, seed: 1));
        foreach (GibbsKernel kernel in GibbsKernel.Available)
        {
            Assert.AreEqual(expected, (one with { Kernel = kernel }).Estimate(model, seed: 1), $"{kernel.Lanes} lanes");
        }
    }

    [TestMethod]
    public void ExactValuesHaveEqualEnds()
    {
        LogPartitionEstimate exact = LogPartitionFunction.Estimate(
            TestModels.Random(SpinGraph.Complete(5), 1, seed: 1), seed: 1, annealing: new() { Backwards = true });

        Assert.AreEqual(new(exact.Value, exact.Value), exact.Ends);
        Assert.AreEqual((exact.Value, exact.Value), (exact.LowerBound, exact.UpperBound));
        Assert.IsNull(exact.Above);
        Assert.IsNull(exact.Warning);
        Assert.AreEqual(FormattableString.Invariant($"log Z {exact.Value:F2} (exact)"), $"{exact}");
    }

    // Coins have energies far above those of the model.
    [TestMethod]
    public void DrawsOfAnotherDistributionAreFoundOut()
    {
        SpinMatrix coins = new BlockGibbsSampler().Sample(Cold, new(128, Seed: 1) { Beta = 0 }).Spins;
        LogPartitionEstimate below = Annealing(temperatures: 1000).Estimate(Cold, seed: 1);

        LogPartitionEstimate sides = below with { Above = Annealing(temperatures: 1000).EstimateBackwards(Cold, coins, seed: 2) };

        Assert.IsLessThan(sides.Value - 3, sides.Above.Value);
        Assert.AreEqual(double.PositiveInfinity, sides.UpperBound);
        Assert.IsGreaterThanOrEqualTo(sides.Value, sides.Interval().High);
        StringAssert.Contains(sides.Warning, "start from no draws of the model");
    }

    [TestMethod]
    public void EndsAreSaidInWords()
    {
        var below = new LogPartitionEstimate(177.31, 0.02, 100, LogPartitionMethod.AnnealedImportanceSampling);
        var above = new LogPartitionEstimate(177.36, 0.03, 100, LogPartitionMethod.BackwardsAnnealing);
        LogPartitionEstimate sides = below with { Above = above };

        Assert.AreEqual("log Z between 177.31 and 177.36 (standard errors 0.02 and 0.03)", $"{sides}");
        Assert.AreEqual("log Z 177.31 (standard error 0.02)", $"{below}");
        Assert.AreEqual(
            "log Z between 177.31 and 177.36 (standard errors 0.03 and 0.02)",
            $"{below with { Value = 177.36, Above = above with { Value = 177.31 } }}");
        Assert.AreEqual(
            "log Z between 177.31 and 180.00 (standard errors 0.02 and unknown)",
            $"{below with { Above = above with { Value = 180, StandardError = double.PositiveInfinity } }}");
        Assert.IsNull(sides.Warning);
        Assert.IsNull(below.Warning);
        Assert.AreEqual(new(177.31, double.PositiveInfinity), below.Ends);
        StringAssert.Contains((below with { StandardError = double.PositiveInfinity }).Warning, "rests on too few chains");
        StringAssert.StartsWith(
            (below with { Above = above with { Value = 177.95 } }).Warning,
            "log Z is known to 0.64 nats only (177.31 from below, 177.95 from above), and with it KL, ELBO and bounds: anneal with more");
    }

    [TestMethod]
    public void RefusesDrawsThatDoNotFit()
    {
        var annealing = new AnnealedImportanceSampling();
        foreach ((SpinMatrix draws, string got) in new[] { (Ones(rows: 3, spins: 2), "3 of 2"), (Ones(rows: 1), "1 of 14") })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => annealing.EstimateBackwards(Cold, draws, seed: 1));
            Assert.StartsWith($"Draws 'draws': expected at least 2 of 14 spins, got {got}.", error.Message);
        }

        Assert.ThrowsExactly<ArgumentException>(() => annealing.EstimateBackwards(Cold, Ones(rows: 2), seed: 1, beta: -1));
        Assert.Throws<OperationCanceledException>(() =>
            annealing.EstimateBackwards(Cold, Ones(rows: 2), seed: 1, cancel: new(canceled: true)));
    }

    private static SpinMatrix Ones(int rows, int spins = 14) => SpinMatrix.Repeat([.. Enumerable.Repeat((sbyte)1, spins)], rows);

    private static AnnealedImportanceSampling Annealing(int temperatures) => new() { Temperatures = temperatures, Backwards = true };
}
