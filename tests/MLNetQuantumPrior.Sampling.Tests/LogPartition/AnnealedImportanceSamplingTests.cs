namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class AnnealedImportanceSamplingTests
{
    // With one temperature the weights are exp(-beta E) of fair coins, as BlockGibbs chains of the same seed start from.
    [TestMethod]
    public void OneTemperatureIsPlainImportanceSamplingFromFairCoins()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(10), 0.4, seed: 1);
        const int chains = 100;
        var actual = new AnnealedImportanceSampling { Temperatures = 1, Chains = chains }.Estimate(model, seed: 5, beta: 0.7);

        double[] weights = new double[chains];
        for (int c = 0; c < chains; c++)
        {
            Xoshiro128 stream = Xoshiro128.OfChain(5, (ulong)c);
            sbyte[] coins = [.. Enumerable.Range(0, 10).Select(_ => (sbyte)GibbsDraw.Spin(0, 0, stream.Next()))];
            weights[c] = Math.Exp(-0.7 * model.Energy(coins));
        }

        double mean = weights.Average();
        double variance = weights.Sum(w => (w - mean) * (w - mean)) / (chains - 1);
        Assert.AreEqual((10 * Math.Log(2)) + Math.Log(mean), actual.Value, 1e-10);
        Assert.AreEqual(Math.Sqrt(variance / chains) / mean, actual.StandardError, 1e-10);
        Assert.AreEqual(Math.Pow(weights.Sum(), 2) / weights.Sum(w => w * w), actual.EffectiveSampleSize, 1e-8);
    }

    // On dense graphs the changes of energy are added up, and energies are found again now and then only.
    [TestMethod]
    public void WeightsAreThoseOfEnergiesFoundAtEachTemperature()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(72), 0.15, seed: 4);
        const int Chains = 40, Temperatures = 150;
        double[] logWeights = new double[Chains];
        GibbsKernel plain = GibbsKernel.Available[^1];
        using var weights = new GibbsWeights(model, plain, registerSweeps: 1);
        foreach (ChainBlock block in ChainBlock.Split(Chains, plain.Lanes))
        {
            using var chains = new BlockChains(block, model.SpinCount, seed: 6);
            chains.Randomize(plain);
            for (int t = 1; t <= Temperatures; t++)
            {
                plain.Energies(model, chains.Spins, chains.Energies);
                for (int c = 0; c < block.Count; c++)
                {
                    logWeights[block.First + c] -= chains.Energies[c] / Temperatures;
                }

                chains.SetBeta((double)t / Temperatures);
                chains.Sweep(plain, weights.Task);
            }
        }

        LogPartitionEstimate actual =
            new AnnealedImportanceSampling { Temperatures = Temperatures, Chains = Chains }.Estimate(model, seed: 6);

        ImportanceWeights expected = ImportanceWeights.Of(logWeights);
        Assert.AreEqual((72 * Math.Log(2)) + expected.LogMean, actual.Value, 1e-5);
        Assert.AreEqual(expected.StandardError, actual.StandardError, 1e-5);
    }

    [TestMethod]
    public void MoreTemperaturesOrSweepsLowerTheError()
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(5, 5), seed: 2);
        var coarse = new AnnealedImportanceSampling { Temperatures = 100, Chains = 640 };

        double error = coarse.Estimate(model, seed: 1).StandardError;

        Assert.IsLessThan(0.7 * error, (coarse with { Temperatures = 400 }).Estimate(model, seed: 1).StandardError);
        Assert.IsLessThan(0.9 * error, (coarse with { Sweeps = 4 }).Estimate(model, seed: 1).StandardError);
    }

    [TestMethod]
    public void DependsOnTheSeedButNeitherOnThreadsNorOnTheKernel()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(30), 0.4, seed: 3);
        var one = new AnnealedImportanceSampling { Temperatures = 20, Chains = 150, MaxDegreeOfParallelism = 1 };
        LogPartitionEstimate expected = one.Estimate(model, seed: 1);

        Assert.AreNotEqual(expected, one.Estimate(model, seed: 2));
        Assert.AreEqual(expected, (one with { MaxDegreeOfParallelism = 3 }).Estimate(model, seed: 1));
        foreach (GibbsKernel kernel in GibbsKernel.Available)
        {
            Assert.AreEqual(expected, (one with { Kernel = kernel }).Estimate(model, seed: 1), $"{kernel.Lanes} lanes");
        }
    }

    [TestMethod]
    public void CanBeCancelled()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1);
        var endless = new AnnealedImportanceSampling { Temperatures = int.MaxValue, Sweeps = int.MaxValue };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => endless.Estimate(model, seed: 1, cancel: new(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => endless.Estimate(model, seed: 1, cancel: cancel.Token));
    }

    [TestMethod]
    public void RefusesSettingsAndTemperaturesOutOfRange()
    {
        Refused("Temperatures", () => new() { Temperatures = 0 });
        Refused("Chains", () => new() { Chains = 1 });
        Refused("Sweeps", () => new() { Sweeps = 0 });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = 0 });
        foreach (double beta in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => new AnnealedImportanceSampling().Estimate(TestModels.Uniform(TestModels.Ring(3), 0, 1), seed: 1, beta));
            Assert.StartsWith($"Inverse temperature 'beta': expected a finite number, at least 0, got {beta}.", error.Message);
        }

        static void Refused(string setting, Func<AnnealedImportanceSampling> create) =>
            Assert.AreEqual(setting, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create()).ParamName);
    }
}
