namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ClampingSamplerTests : SamplerContract
{
    protected override bool HonoursStart => true;

    // Every state's frequency against p(s) / p(fixed spins), enumerated over the whole model.
    [TestMethod]
    public void DrawsTheConditionalDistribution()
    {
        const int reads = 100_000;
        IsingModel model = TestModels.Random(SpinGraph.Complete(8), 0.8, seed: 1);
        var sampler = new ClampingSampler(new ExactSampler(), Clamp((6, -1), (1, 1), (4, -1)));
        SampleSet set = sampler.Sample(model, new(reads, Seed: 1) { Beta = 0.9 });

        double[] weights = [.. TestModels.AllStates(8)
            .Select(s => s is [_, 1, _, _, -1, _, -1, _] ? Math.Exp(-0.9 * model.Energy(s)) : 0)];
        double sum = weights.Sum();
        int[] counts = new int[256];
        for (int r = 0; r < reads; r++)
        {
            counts[Enumerable.Range(0, 8).Sum(i => set.Spins[r][i] > 0 ? 1 << i : 0)]++;
            Assert.AreEqual(model.Energy(set.Spins[r]), set.Energies[r], 1e-12);
        }

        for (int state = 0; state < 256; state++)
        {
            double p = weights[state] / sum;
            Assert.AreEqual(reads * p, counts[state], 4 * Math.Sqrt(reads * p * (1 - p)), $"state {state}");
        }
    }

    [TestMethod]
    public void KeepsTheGraphOfTheRestAndItsOrder()
    {
        var seen = new List<IsingModel>();
        var sampler = new ClampingSampler(new SpyingSampler(new ExactSampler(), seen.Add), Clamp((1, 1)));
        SpinGraph graph = TestModels.Ring(4);
        sampler.Sample(new(graph, [1, 2, 3, 4], [10, 20, 30, 40]), new(Reads: 1, Seed: 1));
        sampler.Sample(new(graph, [1, 2, 3, 4], [-10, 20, 30, 40]), new(Reads: 1, Seed: 1));

        // Edges of the ring in order: (0,1), (0,3), (1,2), (2,3). Without spin 1: 0-3 and 2-3.
        Assert.AreSame(seen[0].Graph, seen[1].Graph);
        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 2), new(1, 2) }, seen[0].Graph.Edges.ToArray());
        CollectionAssert.AreEqual(new float[] { 20, 40 }, seen[0].Couplings.ToArray());
        CollectionAssert.AreEqual(new float[] { 11, 33, 4 }, seen[0].Fields.ToArray());
        CollectionAssert.AreEqual(new float[] { -9, 33, 4 }, seen[1].Fields.ToArray());
    }

    [TestMethod]
    public void StartsFromTheFreeSpins()
    {
        // A frozen ferromagnet keeps whatever it starts from.
        IsingModel model = TestModels.Uniform(SpinGraph.Complete(9), 0, -1);
        var sampler = new ClampingSampler(new BlockGibbsSampler { Sweeps = 1 }, Clamp((0, -1), (8, 1)));
        sbyte[] start = [-1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, 1];

        SampleSet first = sampler.Sample(model, new(Reads: 2, Seed: 1) { Beta = 5, InitialStates = new(2, 9, start) });
        SampleSet second = sampler.Sample(model, new(Reads: 2, Seed: 2) { Beta = 5, Continue = first.State });

        CollectionAssert.AreEqual(start, first.Spins.AsSpan().ToArray());
        CollectionAssert.AreEqual(start, second.Spins.AsSpan().ToArray());
    }

    [TestMethod]
    public void RefusesStartsThatContradictTheFixedSpins()
    {
        var sampler = new ClampingSampler(new BlockGibbsSampler(), Clamp((2, 1)));

        var error = Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(
            TestModels.Uniform(TestModels.Ring(3), 0, 1), new(Reads: 2, Seed: 1) { InitialStates = new(2, 3, [1, 1, 1, 1, 1, -1]) }));

        Assert.AreEqual("Sample request 'InitialStates' [1, 2]: expected the clamped value 1, got -1.", error.Message);
    }

    [TestMethod]
    public void RefusesWhatItCannotClamp()
    {
        var negative = Assert.ThrowsExactly<ArgumentException>(() => new ClampingSampler(new ExactSampler(), Clamp((-1, 1))));
        var noSpin = Assert.ThrowsExactly<ArgumentException>(() => new ClampingSampler(new ExactSampler(), Clamp((3, 0))));
        Assert.StartsWith("Clamped spin -1: expected a number of at least 0 and a value of -1 or +1, got 1.", negative.Message);
        Assert.StartsWith("Clamped spin 3: expected a number of at least 0 and a value of -1 or +1, got 0.", noSpin.Message);

        IsingModel pair = TestModels.Uniform(SpinGraph.Complete(2), 0, 1);
        Refused("Model to clamp: expected at least 3 spins, got 2.", (2, 1));
        Refused("Model to clamp: expected more than the 2 clamped spins, got no free one.", (0, 1), (1, 1));

        void Refused(string message, params (int, sbyte)[] clamped) => Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentException>(
            () => new ClampingSampler(new ExactSampler(), Clamp(clamped)).Sample(pair, new(Reads: 1, Seed: 1))).Message);
    }

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    protected override IIsingSampler Create(int threads) =>
        new FieldsFromClampedSpin(new BlockGibbsSampler { Sweeps = 40, MaxDegreeOfParallelism = threads });

    private static Dictionary<int, sbyte> Clamp(params (int Spin, sbyte Value)[] clamped) =>
        clamped.ToDictionary(c => c.Spin, c => c.Value);

    /// <summary>
    /// The same model by way of clamping: a spin more, the first, couples to all others as strongly as their fields and is clamped to -1
    /// with these couplings reversed.
    /// </summary>
    private sealed class FieldsFromClampedSpin(IIsingSampler inner) : IIsingSampler
    {
        private readonly ClampingSampler _clamping = new(inner, Clamp((0, -1)));

        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(request);
            request.EnsureFits(model);
            int n = model.SpinCount;
            SpinGraph graph = SpinGraph.FromEdges(n + 1, [
                .. Enumerable.Range(1, n).Select(i => new SpinEdge(0, i)),
                .. model.Graph.Edges.Select(e => new SpinEdge(e.I + 1, e.J + 1))]);
            var larger = new IsingModel(graph, new float[n + 1], [.. model.Fields.Select(h => -h), .. model.Couplings]);
            SpinMatrix? start = request.InitialStates is { } initial
                ? new(initial.Rows, n + 1, [.. Enumerable.Range(0, initial.Rows).SelectMany(r => (sbyte[])[-1, .. initial[r]])])
                : null;

            SampleSet set = _clamping.Sample(larger, request with { InitialStates = start }, cancel);
            sbyte[] spins = [.. Enumerable.Range(0, set.Spins.Rows).SelectMany(r => set.Spins[r][1..].ToArray())];
            return set with { Spins = new(set.Spins.Rows, n, spins) };
        }
    }
}
