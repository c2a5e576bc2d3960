namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class WeightedPopulationTests
{
    private const double Never = 0, Usual = 0.6, Always = 1;

    private static readonly SpinGraph Graph = SpinGraph.Complete(7);

    /// <summary>
    /// From weak couplings to two deep, unequal modes around one random pattern in eight strides, which one sweep a stride cannot follow.
    /// </summary>
    private static readonly IsingModel[] Path = [.. Enumerable.Range(0, 9).Select(k => Modes(strength: 0.7f * k / 8))];

    [TestMethod]
    [DataRow(Never)]
    [DataRow(Usual)]
    [DataRow(Always)]
    public void WeightedSumsTimesZAreUnbiasedAlongAPath(double resampleBelow)
    {
        const int populations = 4000;
        const int chains = 16;
        var sampler = new BlockGibbsSampler { Sweeps = 1 };
        double exactAtFirst = new ExactEnumeration(Path[0]).LogPartition;
        var exact = new ExactEnumeration(Path[^1]);

        // Sum over chains of W_r f(s_r), times the estimated over the true Z: f = 1, s_i, s_i s_j, E.
        var sums = new SampleMean[1 + 7 + 21 + 1];
        var plainFirstSpin = default(SampleMean);
        for (int p = 0; p < populations; p++)
        {
            ulong seed = (ulong)p * 100;
            var population = new WeightedPopulation(Path[0], new ExactSampler().Sample(Path[0], new(chains, seed)).Spins, exactAtFirst);
            foreach (IsingModel model in Path[1..])
            {
                population = population.Follow(model, sampler, ++seed, resampleBelow);
            }

            double z = Math.Exp(population.LogPartition - exact.LogPartition);
            sums[0].Add(z);
            for (int i = 0; i < 7; i++)
            {
                sums[1 + i].Add(z * Average(population, s => s[i]));
            }

            for (int e = 0; e < 21; e++)
            {
                (int i, int j) = (Graph.Edges[e].I, Graph.Edges[e].J);
                sums[8 + e].Add(z * Average(population, s => s[i] * s[j]));
            }

            sums[29].Add(z * Average(population, s => Path[^1].Energy(s)));
            plainFirstSpin.Add(Enumerable.Range(0, chains).Average(r => (double)population.Chains[r][0]));
        }

        double[] expected = [1, .. exact.MeanSpins, .. exact.EdgeCorrelations, exact.MeanEnergy];
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k].AssertWithinFourSigma(expected[k], $"sum {k}");
        }

        if (resampleBelow == Never)
        {
            // The same chains without their weights lag far behind.
            Assert.IsGreaterThan(20 * plainFirstSpin.StandardError, Math.Abs(plainFirstSpin.Value - exact.MeanSpins[0]));
        }
    }

    [TestMethod]
    public void WeightedAveragesAndLogZOfManyChainsAreTheModels()
    {
        const int populations = 60;
        const int chains = 4000;
        var sampler = new BlockGibbsSampler { Sweeps = 1 };
        double exactAtFirst = new ExactEnumeration(Path[0]).LogPartition;
        foreach (int end in new[] { 3, 8 })
        {
            var exact = new ExactEnumeration(Path[end]);
            var spin = default(SampleMean);
            var logZ = default(SampleMean);
            for (int p = 0; p < populations; p++)
            {
                ulong seed = (ulong)(p + 1) * 1000;
                var population = new WeightedPopulation(Path[0], new ExactSampler().Sample(Path[0], new(chains, seed)).Spins, exactAtFirst);
                foreach (IsingModel model in Path[1..(end + 1)])
                {
                    population = population.Follow(model, sampler, ++seed);
                }

                spin.Add(Average(population, s => s[0]));
                logZ.Add(population.LogPartition);
            }

            spin.AssertWithinFourSigma(exact.MeanSpins[0], $"mean spin after {end} changes");
            logZ.AssertWithinFourSigma(exact.LogPartition, $"log Z after {end} changes");
        }
    }

    [TestMethod]
    public void WeightsAreTheBoltzmannFactorsOfTheChange()
    {
        IsingModel first = TestModels.Random(Graph, 0.5, seed: 1), second = TestModels.Random(Graph, 0.5, seed: 2);
        SpinMatrix chains = new ExactSampler().Sample(first, new(Reads: 50, Seed: 1)).Spins;
        WeightedPopulation moved = new WeightedPopulation(first, chains, logPartition: 3).Follow(second, new Standstill(), seed: 1, Never);

        double[] factors = [.. Enumerable.Range(0, 50).Select(r => Math.Exp(first.Energy(chains[r]) - second.Energy(chains[r])))];
        for (int r = 0; r < 50; r++)
        {
            Assert.AreEqual(factors[r] / factors.Sum(), moved.Weights[r], 1e-12);
        }

        Assert.AreEqual(3 + Math.Log(factors.Average()), moved.LogPartition, 1e-12);
        Assert.AreEqual(Math.Pow(factors.Sum(), 2) / factors.Sum(f => f * f), moved.EffectiveSampleSize, 1e-9);
        Assert.AreSame(second, moved.Model);

        // There and back again.
        WeightedPopulation back = moved.Follow(first, new Standstill(), seed: 2, Never);
        Assert.AreEqual(3, back.LogPartition, 1e-12);
        Assert.AreEqual(50, back.EffectiveSampleSize, 1e-9);
    }

    [TestMethod]
    public void ResamplingCopiesChainsInProportionToTheirWeights()
    {
        const int runs = 4000;
        double[] weights = [0, 0.3, 0.05, 0.01, 0.44, 0.2, 0];
        IsingModel model = TestModels.Random(SpinGraph.Complete(7), 0.5, seed: 3);
        sbyte[] oneUp = [.. Enumerable.Range(0, 49).Select(k => (sbyte)(k % 8 == 0 ? 1 : -1))]; // chain r has spin r up alone
        var population = new WeightedPopulation(model, new(7, 7, oneUp), [.. weights], logPartition: 5);

        var copies = new SampleMean[7];
        for (int run = 0; run < runs; run++)
        {
            WeightedPopulation resampled = population.Follow(model, new Standstill(), seed: (ulong)run, Always);
            Assert.AreEqual(5, resampled.LogPartition, 1e-12);
            Assert.AreEqual(7, resampled.EffectiveSampleSize, 1e-9);
            for (int i = 0; i < 7; i++)
            {
                int count = Enumerable.Range(0, 7).Count(r => resampled.Chains[r][i] == 1);
                Assert.IsTrue(count == Math.Floor(7 * weights[i]) || count == Math.Ceiling(7 * weights[i]), $"{count} copies of chain {i}");
                copies[i].Add(count);
            }
        }

        for (int i = 0; i < 7; i++)
        {
            copies[i].AssertWithinFourSigma(7 * weights[i], $"copies of chain {i}");
        }
    }

    [TestMethod]
    public void ResamplesBelowTheGivenPartAlone()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(3), 0.5, seed: 4);
        SpinMatrix chains = new ExactSampler().Sample(model, new(Reads: 4, Seed: 1)).Spins;
        ImmutableArray<double> weights = [0.5, 0.5, 0, 0]; // half of the chains count
        var population = new WeightedPopulation(model, chains, weights, logPartition: 0);

        CollectionAssert.AreEqual(weights, population.Follow(model, new Standstill(), seed: 1, resampleBelow: 0.49).Weights);
        CollectionAssert.AreEqual(
            new[] { 0.25, 0.25, 0.25, 0.25 }, population.Follow(model, new Standstill(), seed: 1, resampleBelow: 0.51).Weights);
        CollectionAssert.AreEqual(new[] { 0.25, 0.25, 0.25, 0.25 }, population.Follow(model, new Standstill(), seed: 1).Weights);
    }

    [TestMethod]
    public void AStoredPopulationGoesOnAsIfItHadNotStopped()
    {
        var sampler = new BlockGibbsSampler { Sweeps = 1 };
        SpinMatrix draws = new ExactSampler().Sample(Path[0], new(Reads: 70, Seed: 1)).Spins;
        WeightedPopulation population = new WeightedPopulation(Path[0], draws, logPartition: 0).Follow(Path[2], sampler, seed: 2);
        var restored = new WeightedPopulation(population.Model, population.Chains, population.Weights, population.LogPartition)
        {
            MaxDegreeOfParallelism = 1,
        };

        Assert.AreEqual(
            "MaxDegreeOfParallelism",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => new WeightedPopulation(Path[0], population.Chains, 0) { MaxDegreeOfParallelism = 0 }).ParamName);

        WeightedPopulation expected = population.Follow(Path[4], sampler with { MaxDegreeOfParallelism = 1 }, seed: 3);
        WeightedPopulation actual = restored.Follow(Path[4], sampler, seed: 3);
        Assert.IsTrue(expected.Chains.AsSpan().SequenceEqual(actual.Chains.AsSpan()));
        CollectionAssert.AreEqual(expected.Weights, actual.Weights);
        Assert.AreEqual(expected.LogPartition, actual.LogPartition);
        WeightedPopulation other = restored.Follow(Path[4], sampler, seed: 4);
        Assert.IsFalse(expected.Chains.AsSpan().SequenceEqual(other.Chains.AsSpan()), "another seed, other chains");
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(3), 0.5, seed: 5);
        SpinMatrix two = new(2, 3, [1, 1, 1, -1, -1, -1]);
        var good = new WeightedPopulation(model, two, 0);
        IsingModel other = TestModels.Random(SpinGraph.Complete(4), 0.5, seed: 5);

        Refused("Weights of 2 chains: expected one a chain, at least one, got 1.", () => new WeightedPopulation(model, two, [1], 0));
        Refused("Weights of 2 chains: expected one a chain, at least one, got 0.", () => new WeightedPopulation(model, two, default, 0));
        Refused("Weights of 0 chains: expected one a chain, at least one, got 0.", () => new WeightedPopulation(model, new(0, 3, []), 0));
        Refused("Weight of chain 1: expected at least 0, got -1.", () => new WeightedPopulation(model, two, [2, -1], 0));
        Refused("Weight of chain 0: expected at least 0, got NaN.", () => new WeightedPopulation(model, two, [double.NaN, 1], 0));
        Refused("Weights: expected the sum 1, got 1.5.", () => new WeightedPopulation(model, two, [1, 0.5], 0));
        Refused("log Z: expected a finite number, got NaN.", () => new WeightedPopulation(model, two, double.NaN));
        Refused("Configurations: expected 4 spins, got 3.", () => new WeightedPopulation(other, two, 0));
        Refused("Configurations: expected 4 spins, got 3.", () => good.Follow(other, new Standstill(), 1));
        Assert.ThrowsExactly<ArgumentException>(() => good.Follow(model, new ExactSampler(), 1), "a sampler without a start");
        foreach (double part in new[] { -0.1, 1.1 })
        {
            Assert.AreEqual(
                "resampleBelow",
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => good.Follow(model, new Standstill(), 1, part)).ParamName);
        }

        static void Refused(string message, Func<object> act) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }

    private static IsingModel Modes(float strength)
    {
        var random = new Random(6);
        int[] pattern = [.. Enumerable.Range(0, 7).Select(_ => (2 * random.Next(2)) - 1)];
        return new(
            Graph,
            [.. pattern.Select(p => -0.15f * strength * p)],
            [.. Graph.Edges.Select(e => -strength * pattern[e.I] * pattern[e.J] * (float)(0.7 + (0.6 * random.NextDouble())))]);
    }

    private static double Average(WeightedPopulation population, Func<sbyte[], double> function) =>
        Enumerable.Range(0, population.Chains.Rows).Sum(r => population.Weights[r] * function(population.Chains[r].ToArray()));

    /// <summary>Leaves every chain where it is, and so every distribution unchanged.</summary>
    private sealed class Standstill : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default) =>
            new(request.InitialStates!, model.Energies(request.InitialStates!), State: null);
    }
}
