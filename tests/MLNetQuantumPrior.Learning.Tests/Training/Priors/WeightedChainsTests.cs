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
        // A machine learns strong couplings fast, with one sweep a step: 200 nats of energy come and go. Few chains give the gradient, as in a training.
        double worstLogZ = 0, worstSpin = 0;
        foreach (Learning learning in Learn(chains: 4000, learningRate: 0.01))
        {
            worstLogZ = Math.Max(worstLogZ, Math.Abs(learning.Figures.LogPartition!.Value - learning.Law.LogPartition));
            worstSpin = Math.Max(worstSpin, Math.Abs(learning.FirstSpin - learning.Law.MeanSpins[0]));
        }

        // Of some 4000 / 0.6 chains a mean spin has a deviation of 0.02 at most; the largest of 400 is some 3 of them. log Z adds up over 100 steps.
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

    private sealed record Learning(NegativePhaseFigures Figures, double FirstSpin, ExactEnumeration Law);

    private static IEnumerable<Learning> Learn(int chains, double learningRate)
    {
        var prior = new BoltzmannPrior(Graph, seed: 1, threads: 1);
        SpinMoments positive = new(prior.Pairs), negative = new(prior.Pairs);
        positive.Set([1, 1, 1, -1, 1, -1, 1, 1, 1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, -1, -1, -1, 1, 1]); // four rows
        var phase = new WeightedChains(new BlockGibbsSampler { Sweeps = 1 }, chains, seed: 2, new(PerEpoch), startSteps: 1, threads: 1);
        for (int step = 0; step < Steps; step++)
        {
            IsingModel model = prior.Model;
            NegativePhaseFigures figures = phase.Estimate(model, step, negative, default);
            yield return new(figures, negative.Spins[0], new(model));
            prior.Descend(positive, negative, learningRate);
        }
    }
}
