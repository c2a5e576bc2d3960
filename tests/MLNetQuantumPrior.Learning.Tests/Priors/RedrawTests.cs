using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class RedrawTests
{
    private const int Spins = 10, Steps = 40;

    // Two modes that chains do not cross between once they are deep. All chains start in the wrong one.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void FreshDrawsGiveModesTheirWeightsAndLogZ(bool redraws)
    {
        IsingModel wrong = SmallMachines.Valleys(Spins, depth: 0.7f, tilt: -4);
        IsingModel right = SmallMachines.Valleys(Spins, depth: 0.7f, tilt: 0.1f);
        var exact = new ExactEnumeration(right);
        var prior = new BoltzmannPrior(right.Graph, seed: 1, threads: 1);
        var moments = new SpinMoments(prior.Pairs);
        var phase = new WeightedChains(
            prior, new BlockGibbsSampler { Sweeps = 2 }, () => 1, 256, seed: 2, new(PerEpoch: 20, Fewest: 20, Most: 20), startSteps: 200,
            threads: 1, redraws ? FreshDraws.Sampler(1024, threads: 1) : null);
        Set(wrong);
        phase.Estimate(prior, step: 0, moments, default);
        Set(right);

        double error = 0, logPartition = 0;
        for (int step = 1; step < Steps; step++)
        {
            logPartition = phase.Estimate(prior, step, moments, default).LogPartition!.Value;
            error = Math.Abs(moments.Spins[0] - exact.MeanSpins[0]);
        }

        Assert.AreEqual(redraws, error < 0.15, $"error {error}"); // 256 chains leave a deviation of 0.06
        Assert.IsTrue(!redraws || Math.Abs(logPartition - exact.LogPartition) < 0.3, $"{logPartition}, exact {exact.LogPartition}");
        Assert.AreEqual(redraws ? 20 : null, phase.StepsPerRedraw);

        void Set(IsingModel model)
        {
            model.Fields.CopyTo(prior.H);
            model.Couplings.CopyTo(prior.J);
        }
    }

    // Among random couplings so strong few of 64 replicas find the lowest energies, and all draws descend from these.
    [TestMethod]
    public void DrawsOfAFewFamiliesAreNone()
    {
        IsingModel glass = SmallMachines.Random(SpinGraph.Complete(60), 1000, seed: 1);
        Assert.IsNull(FreshDraws.Sampler(64, threads: 1).OrNull(glass, 64, seed: 1, default));
    }

    [TestMethod]
    [DataRow(1, 12)]
    [DataRow(7, 24)]
    [DataRow(110, 48)]
    [DataRow(470, 256)]
    [DataRow(470, 1000)]
    [DataRow(5000, 64)]
    public void RedrawsComeAboutEveryNSteps(int perEpoch, int spins)
    {
        var steps = AnchorSteps.OfMachine(perEpoch, spins);
        int n = Math.Clamp(spins, 16, 330);
        IEnumerable<int> all = Enumerable.Range(0, 10 * Math.Max(perEpoch, 2 * n));
        long[] found = [.. all.Where(step => steps.Contains(step)).Select(step => step + 1L)];

        long[] gaps = [.. found.Zip(found.Prepend(0), (step, before) => step - before)];
        Assert.IsTrue(gaps.All(gap => gap <= steps.MostApart && gap > n / 2 && gap <= Math.Max(3 * n / 2, n + perEpoch)), $"{gaps.Max()}");
        Assert.Contains(Math.Max(1, (n + perEpoch - 1) / perEpoch) * (long)perEpoch, found); // the end of an epoch
    }
}
