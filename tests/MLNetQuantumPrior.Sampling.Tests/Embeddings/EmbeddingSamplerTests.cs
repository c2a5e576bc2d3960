namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class EmbeddingSamplerTests : SamplerContract
{
    private static readonly SpinGraph Path = SpinGraph.FromEdges(3, [new(0, 1), new(1, 2)]);

    protected override bool HonoursStart => false;

    protected override bool HonoursStreams => true;

    // A complete graph of 5 spins on the 12 spins of Zephyr(1, 1), in chains, and its distribution state by state.
    [TestMethod]
    [DataRow(BrokenChains.MajorityVote)]
    [DataRow(BrokenChains.Discard)]
    public void StrongChainsOfAnExactSamplerGiveTheDistributionOfTheModel(BrokenChains broken)
    {
        const int reads = 100_000;
        Embedding embedding = SparseEmbedding.Find(SpinGraph.Complete(5), SpinGraph.Zephyr(1, 1))!;
        Assert.IsGreaterThan(1, embedding.LongestChain);
        IsingModel model = TestModels.Random(SpinGraph.Complete(5), 0.7, seed: 1);
        var sampler = new EmbeddingSampler(new ExactSampler(), embedding) { ChainStrength = 8, BrokenChains = broken };

        SampleSet set = sampler.Sample(model, new(reads, Seed: 1));

        Agreement.AssertWithinFourSigma(set, model, beta: 1);
        double[] weights = [.. TestModels.AllStates(5).Select(s => Math.Exp(-model.Energy(s)))];
        int[] counts = new int[32];
        for (int r = 0; r < reads; r++)
        {
            counts[Enumerable.Range(0, 5).Sum(i => set.Spins[r][i] > 0 ? 1 << i : 0)]++;
        }

        for (int state = 0; state < 32; state++)
        {
            double p = weights[state] / weights.Sum();
            Assert.AreEqual(p, (double)counts[state] / reads, 4.5 * Math.Sqrt(p * (1 - p) / reads), $"state {state}");
        }

        var report = (EmbeddingDiagnostics)set.Diagnostics!;
        Assert.AreEqual(8, report.ChainStrength);
        Assert.IsLessThan(1e-3, report.BrokenReads);
    }

    [TestMethod]
    public void EnergiesOfWholeChainsAreThoseOfTheModel()
    {
        Embedding embedding = CliqueEmbedding.Find(9, HardwareTopology.Zephyr(2), SpinGraph.Zephyr(2))!;
        IsingModel model = TestModels.Random(SpinGraph.Complete(9), 1, seed: 2);
        IsingModel? seen = null;
        var sampler = new EmbeddingSampler(new SpyingSampler(new BlockGibbsSampler(), m => seen = m), embedding);

        sampler.Sample(model, new(Reads: 1, Seed: 1));

        foreach (sbyte[] s in TestModels.AllStates(9))
        {
            sbyte[] chains = [.. seen!.Graph.Labels.Select(label => s[embedding.Chains.ToList().FindIndex(c => c.Contains(label))])];
            Assert.AreEqual(model.Energy(s), seen.Energy(chains), 1e-4);
        }

        Assert.AreEqual(embedding.TargetSpinCount, seen!.SpinCount);
        double strength = sampler.ChainStrengthOf(model);
        Assert.AreEqual(1.414 * Math.Sqrt(8 * model.Couplings.Average(j => (double)j * j)), strength, 1e-12);
        Assert.AreEqual((float)-strength, seen.Couplings.Min());
    }

    [TestMethod]
    public void WithoutCouplingsTheStrengthIsOne() => Assert.AreEqual(
        1,
        new EmbeddingSampler(new ExactSampler(), Chained(Path)).ChainStrengthOf(TestModels.Uniform(Path, 1, 0)));

    // Fields that pull a chain of three apart: two against one, and one against one where there are two.
    [TestMethod]
    public void TheMajorityDecidesAndTiesAreUp()
    {
        var embedding = new Embedding(SpinGraph.Independent(2), TestModels.Ring(7), [[0, 1, 2], [4, 5]]);
        SampleSet set = new EmbeddingSampler(new FixedSampler([1, -1, -1, 1, -1]), embedding).Sample(
            TestModels.Uniform(embedding.Source, 0, 0), new(Reads: 2, Seed: 1));

        CollectionAssert.AreEqual(new sbyte[] { -1, 1, -1, 1 }, set.Spins.AsSpan().ToArray());
        var report = (EmbeddingDiagnostics)set.Diagnostics!;
        CollectionAssert.AreEqual(new double[] { 1, 1 }, report.BrokenShares);
        Assert.AreEqual(1, report.MeanBrokenShare);
    }

    [TestMethod]
    public void BrokenReadsAreReplacedOrTheCallFails()
    {
        var embedding = new Embedding(SpinGraph.Independent(2), TestModels.Ring(6), [[0, 1, 2], [4]]);
        IsingModel model = TestModels.Uniform(embedding.Source, 0.2f, 0);
        var sampler = new EmbeddingSampler(new ExactSampler(), embedding) { ChainStrength = 0.5, BrokenChains = BrokenChains.Discard };

        SampleSet set = sampler.Sample(model, new(Reads: 50, Seed: 3));

        var report = (EmbeddingDiagnostics)set.Diagnostics!;
        Assert.AreEqual(50, set.Spins.Rows);
        Assert.IsGreaterThan(0.1, report.BrokenShares[0]);
        Assert.AreEqual(0, report.BrokenShares[1]);
        Assert.IsGreaterThan(1, report.Inner.Length);
        string message = Assert.ThrowsExactly<InvalidOperationException>(
            () => new EmbeddingSampler(new FixedSampler([1, -1, 1, 1]), embedding) { BrokenChains = BrokenChains.Discard, MostCalls = 2 }
                .Sample(model, new(Reads: 5, Seed: 1))).Message;
        StringAssert.StartsWith(
            message, "Embedded reads: expected 5 without a broken chain in 2 calls, got 0; raise ChainStrength, which is 1,");
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(model, new(Reads: 1, Seed: 1) { Streams = [7] })).Message,
            "Sample request 'Streams': expected none");
    }

    [TestMethod]
    public void StartsReachTheWholeChain()
    {
        var embedding = new Embedding(SpinGraph.Independent(2), TestModels.Ring(6), [[0, 1, 2], [4]]);
        var sampler = new EmbeddingSampler(new BlockGibbsSampler { Sweeps = 1 }, embedding) { ChainStrength = 50 };
        SpinMatrix start = new(2, 2, [1, -1, -1, 1]);

        SampleSet set = sampler.Sample(TestModels.Uniform(embedding.Source, 0, 0), new(Reads: 2, Seed: 1) { InitialStates = start });

        Assert.AreEqual((1, -1), (set.Spins[0][0], set.Spins[1][0]));
        Assert.IsNotNull(set.State);
    }

    [TestMethod]
    public void RefusesModelsOfAnotherGraph()
    {
        var sampler = new EmbeddingSampler(new ExactSampler(), Chained(Path));

        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(
                () => sampler.Sample(TestModels.Uniform(TestModels.Ring(3), 0, 1), new(Reads: 1, Seed: 1))).Message,
            "Model: expected the graph of the embedding's source, edges(3,2) with 3 spins and 2 edges, got edges(3,3) with 3 and 3");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new EmbeddingSampler(new ExactSampler(), Chained(Path)) { ChainStrength = 0 });
    }

    protected override IIsingSampler Create() => Create(1);

    protected override IIsingSampler Create(int threads) => new Chaining();

    /// <summary>Spin 0 as a chain of three spins, the others as they are.</summary>
    private static Embedding Chained(SpinGraph source)
    {
        int n = source.SpinCount;
        IEnumerable<SpinEdge> couplers = source.Edges.Where(e => e.I == 0).Select(e => new SpinEdge(e.J, n));
        SpinGraph target = SpinGraph.FromEdges(n + 2, source.Edges.Concat([new(0, n), new(n, n + 1)]).Concat(couplers));
        return new(source, target, Enumerable.Range(0, n).Select(i => i == 0 ? new[] { 0, n, n + 1 } : [i]));
    }

    /// <summary>Makes an embedding for each model, as a sampler of one graph cannot.</summary>
    private sealed class Chaining : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            return new EmbeddingSampler(new ExactSampler(), Chained(model.Graph)) { ChainStrength = 40 }.Sample(model, request, cancel);
        }
    }

    private sealed class FixedSampler(sbyte[] spins) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            SpinMatrix rows = SpinMatrix.Repeat(spins, request.Reads);
            return new(rows, model.Energies(rows), State: null);
        }
    }
}
