using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class WeightedChainsTests
{
    private const int Spins = 6, Steps = 400, PerEpoch = 100;

    private static readonly SpinGraph Graph = SpinGraph.Complete(Spins);

    [TestMethod]
    public void LogZAndMomentsFollowALearningMachine()
    {
        // A machine learns strong couplings fast, with one sweep a step: 200 nats of energy come and go. Few chains
        // give the gradient, as in a training.
        double worstLogZ = 0, worstSpin = 0;
        foreach (Learning learning in Learn(chains: 4000, learningRate: 0.01))
        {
            worstLogZ = Math.Max(worstLogZ, Math.Abs(learning.Figures.LogPartition!.Value - learning.Law.LogPartition));
            worstSpin = Math.Max(worstSpin, Math.Abs(learning.FirstSpin - learning.Law.MeanSpins[0]));
        }

        // Of some 4000 / 0.6 chains a mean spin has a deviation of 0.02 at most; the largest of 400 is some 3 of
        // them. log Z adds up over 100 steps.
        Assert.IsLessThan(0.08, worstSpin);
        Assert.IsLessThan(0.15, worstLogZ);
    }

    [TestMethod]
    public void EpochMeansOfLogZAreFreeOfDrift()
    {
        // So few chains that their log Z drifts by more than the tolerance within an epoch of the fast start.
        var mean = new LogPartitionMean();
        double exact = 0, running = 0, drift = 0;
        int step = 0;
        foreach (Learning learning in Learn(chains: 16, learningRate: 0.05))
        {
            mean.Add(rows: 10, learning.Figures.LogPartition, learning.Figures.Anchor);
            (exact, running) = (exact + learning.Law.LogPartition, running + learning.Figures.LogPartition!.Value);
            if (++step % PerEpoch == 0)
            {
                drift = Math.Max(drift, Math.Abs(learning.Figures.Anchor!.Drift));
                Assert.AreEqual(exact / PerEpoch, mean.EndEpoch()!.Value, 0.25);
                exact = running = 0;
            }
        }

        Assert.IsGreaterThan(0.3, drift);
    }

    // Fast: each step wears the weights out, and resampling makes them equal again.
    [TestMethod]
    [DataRow(0.002, false)]
    [DataRow(1, true)]
    public void AMachineThatOutrunsItsChainsWarns(double learningRate, bool warns)
    {
        var watch = new MixingWatch(stride: 1, maxRounds: 1);
        foreach (Learning learning in Learn(chains: 200, learningRate).Take(8))
        {
            watch.Add([1, 2], learning.Figures.EffectiveShare);
        }

        string? warning = watch.EndEpoch(new(0, 0, 0, null)).Warning;
        Assert.AreEqual(warns, warning?.Contains("learns faster than its chains follow") ?? false, warning);
    }

    [TestMethod]
    public void ThreadsChangeNoDigit()
    {
        // 320 rows of 64 spins: enough that matrix products are shared.
        SpinGraph graph = SpinGraph.Complete(64);
        Func<int, NegativePhaseFigures> one = Phase(threads: 1), three = Phase(threads: 3);
        for (int step = 0; step < 5; step++)
        {
            Assert.AreEqual(one(step), three(step));
        }

        Func<int, NegativePhaseFigures> Phase(int threads)
        {
            var prior = new BoltzmannPrior(graph, seed: 1, threads);
            var moments = new SpinMoments(prior.Pairs);
            var sampler = new BlockGibbsSampler { Sweeps = 1, MaxDegreeOfParallelism = threads };
            var phase = new WeightedChains(prior, sampler, () => 1, 256, seed: 2, new(PerEpoch), startSteps: 2, threads);
            return step =>
            {
                prior.J.Fill(0.003f * step);
                return phase.Estimate(prior, step, moments, default);
            };
        }
    }

    [TestMethod]
    public void TheyAreAWeightedPopulationInPlace()
    {
        // The same chains, random numbers and path of the machine: rises of energy in single precision here,
        // differences of energies in double there.
        const int Chains = 40;
        var prior = new BoltzmannPrior(Graph, seed: 1, threads: 1);
        SpinMoments positive = new(prior.Pairs), negative = new(prior.Pairs), expected = new(prior.Pairs);
        positive.Set([1, 1, 1, -1, 1, -1, 1, 1, 1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, -1, -1, -1, 1, 1]);
        var sampler = new BlockGibbsSampler { Sweeps = 1 };
        var phase = new WeightedChains(prior, sampler, () => 1, Chains, seed: 2, new(PerEpoch), startSteps: 1, threads: 2);
        float[] uniforms = new float[Chains * Spins];
        new UniformStream(2, RandomUse.FirstChains).Fill(uniforms);
        sbyte[] coins = [.. uniforms.Select(u => (sbyte)(u < 0.5f ? -1 : 1))];
        var population = new WeightedPopulation(
            new(Graph, new float[Spins], new float[15]), new(Chains, Spins, coins), Spins * Math.Log(2));
        int resamplings = 0;
        double[] energies = new double[Chains];
        for (int step = 0; step < 150; step++)
        {
            NegativePhaseFigures figures = phase.Estimate(prior, step, negative, default);
            population = population.Follow(prior.Model, sampler, RandomUse.Chains(2, step));
            bool resampled = population.EffectiveSampleSize > Chains - 1e-6;
            resamplings += resampled ? 1 : 0;

            expected.Set(population.Chains.AsSpan(), population.Weights.AsSpan());
            for (int k = 0; k < Spins + 15; k++)
            {
                Assert.AreEqual(
                    k < Spins ? expected.Spins[k] : expected.Edges[k - Spins],
                    k < Spins ? negative.Spins[k] : negative.Edges[k - Spins],
                    1e-4, $"step {step}");
            }

            double share = figures.EffectiveShare!.Value; // before the resampling
            Assert.IsTrue(
                resampled ? share < 0.6 : Math.Abs(share - (population.EffectiveSampleSize / Chains)) < 1e-4,
                $"step {step}: share {share}");
            Assert.AreEqual(Chains, phase.Energies(energies));
            for (int chain = 0; chain < Chains; chain++)
            {
                Assert.AreEqual(population.Energies[chain], energies[chain], 1e-4);
            }

            prior.Descend(positive, negative, 0.05);
        }

        Assert.IsInRange(2, 100, resamplings);
    }

    [TestMethod]
    public void AnySamplerThatGoesOnFromGivenSpinsGivesTheSame()
    {
        var direct = Phase(new BlockGibbsSampler { Sweeps = 2 });
        var throughCopies = Phase(new Wrapped(new BlockGibbsSampler { Sweeps = 2 }));
        for (int step = 0; step < 5; step++)
        {
            Assert.AreEqual(direct(step), throughCopies(step));
        }

        static Func<int, NegativePhaseFigures> Phase(IIsingSampler sampler)
        {
            var prior = new BoltzmannPrior(Graph, seed: 1, threads: 1);
            var moments = new SpinMoments(prior.Pairs);
            var phase = new WeightedChains(prior, sampler, () => 2, 30, seed: 2, new(PerEpoch), startSteps: 3, threads: 1);
            return step =>
            {
                prior.J.Fill(0.1f * step);
                return phase.Estimate(prior, step, moments, default);
            };
        }
    }

    private sealed class Wrapped(IIsingSampler inner) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default) =>
            inner.Sample(model, request, cancel);
    }

    private sealed record Learning(NegativePhaseFigures Figures, double FirstSpin, ExactEnumeration Law);

    private static IEnumerable<Learning> Learn(int chains, double learningRate)
    {
        var prior = new BoltzmannPrior(Graph, seed: 1, threads: 1);
        SpinMoments positive = new(prior.Pairs), negative = new(prior.Pairs);
        positive.Set([1, 1, 1, -1, 1, -1, 1, 1, 1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, -1, -1, -1, 1, 1]); // four rows
        var phase = new WeightedChains(
            prior, new BlockGibbsSampler { Sweeps = 1 }, () => 1, chains, seed: 2, new(PerEpoch), startSteps: 1, threads: 1);
        for (int step = 0; step < Steps; step++)
        {
            NegativePhaseFigures figures = phase.Estimate(prior, step, negative, default);
            yield return new(figures, negative.Spins[0], new(prior.Model));
            prior.Descend(positive, negative, learningRate);
        }
    }
}
