namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SpinReversalSamplerTests : SamplerContract
{
    protected override bool HonoursStart => false;

    protected override bool HonoursStreams => true;

    [TestMethod]
    public void AveragesOutABiasTowardsOneDirection()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(10), 0, 0.3f);
        var biased = new TiltedSampler(new ExactSampler(), tilt: 0.2f);

        double plain = MeanSpin(biased.Sample(model, new(Reads: 10_000, Seed: 1)));
        double reversed = MeanSpin(new SpinReversalSampler(biased, reversals: 100).Sample(model, new(Reads: 10_000, Seed: 1)));

        // Averages of 10 000 x 10 spins of 100 random signs each: the bias is left with a standard error of 1 / sqrt(1000).
        Assert.IsLessThan(-0.1, plain);
        Assert.AreEqual(0, reversed, (4 * Math.Abs(plain) / Math.Sqrt(1000)) + (4 / Math.Sqrt(100_000)));
    }

    [TestMethod]
    public void EveryCallReversesOtherSpinsOfTheSameModel()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(12), 1, seed: 2);
        var seen = new List<IsingModel>();
        SampleSet set = new SpinReversalSampler(new SpyingSampler(new ExactSampler(), seen.Add), 4).Sample(model, new(Reads: 10, Seed: 2));

        Assert.HasCount(4, seen);
        Assert.HasCount(4, ((SpinReversalDiagnostics)set.Diagnostics!).Inner);
        Assert.HasCount(4, seen.Select(m => string.Join(' ', m.Fields.Select(h => h > 0))).Distinct().ToArray());
        foreach (IsingModel reversed in seen)
        {
            sbyte[] signs = [.. Enumerable.Range(0, 12).Select(i => (sbyte)Math.Sign(reversed.Fields[i] / model.Fields[i]))];
            Assert.IsGreaterThan(1, signs.Distinct().Count());
            Assert.AreEqual(model.Energy(set.Spins[0]), reversed.Energy([.. signs.Select((g, i) => (sbyte)(g * set.Spins[0][i]))]), 1e-12);
        }
    }

    [TestMethod]
    public void MakesNoMoreCallsThanReads()
    {
        var seen = new List<IsingModel>();
        new SpinReversalSampler(new SpyingSampler(new ExactSampler(), seen.Add), reversals: 50).Sample(
            TestModels.Uniform(TestModels.Ring(3), 0, 1), new(Reads: 2, Seed: 3));

        Assert.HasCount(2, seen);
    }

    [TestMethod]
    public void RefusesNoReversals() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SpinReversalSampler(new ExactSampler(), reversals: 0));

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    protected override IIsingSampler Create(int threads) =>
        new SpinReversalSampler(new BlockGibbsSampler { Sweeps = 40, MaxDegreeOfParallelism = threads }, reversals: 3);

    private static double MeanSpin(SampleSet set) => set.Spins.AsSpan().ToArray().Average(s => (double)s);

    /// <summary>A device that adds a field of its own to every spin.</summary>
    private sealed class TiltedSampler(IIsingSampler inner, float tilt) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default) =>
            inner.Sample(new(model.Graph, [.. model.Fields.Select(h => h + tilt)], model.Couplings.AsSpan()), request, cancel);
    }
}
