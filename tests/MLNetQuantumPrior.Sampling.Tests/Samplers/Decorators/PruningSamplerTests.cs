namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class PruningSamplerTests : SamplerContract
{
    /// <summary>Graphs with the number of spins of their cores.</summary>
    public static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Independent(1), 0],
        [SpinGraph.Independent(5), 0],
        [SpinGraph.Complete(2), 0],
        [SpinGraph.FromEdges(6, Enumerable.Range(0, 5).Select(i => new SpinEdge(i, i + 1)), "chain"), 0],
        [SpinGraph.FromEdges(6, [new(0, 3), new(1, 3), new(2, 3), new(3, 4), new(3, 5)], "star"), 0],
        [SpinGraph.FromEdges(9, [new(0, 4), new(4, 7), new(1, 4), new(1, 8), new(2, 8), new(3, 5), new(5, 6)], "two trees"), 0],
        [SpinGraph.FromEdges(8, [new(1, 3), new(3, 6), new(1, 6), new(0, 6), new(0, 7), new(2, 0), new(4, 3)], "triangle with trees"), 3],
        [SpinGraph.FromEdges(
            9,
            [new(0, 1), new(1, 2), new(0, 2), new(2, 5), new(5, 6), new(6, 7), new(7, 8), new(6, 8), new(3, 5)],
            "two triangles on a chain with a leaf"), 7],
        [TestModels.Disconnected(), 3],
        [TestModels.Ring(6), 6],
        [SpinGraph.Zephyr(1, 1), 12],
    ];

    protected override bool HonoursStart => true;

    // By all probabilities: independent draws lie OfExactDraws from the distribution on average. One read of R moves the distance by 1 / R
    // at most, so its standard deviation is at most 1 / (2 sqrt(R)).
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void TheLawIsThatOfTheModel(SpinGraph graph, int coreSpins)
    {
        const int reads = 40_000;
        IsingModel model = TestModels.Random(graph, 1.5, seed: coreSpins + graph.SpinCount);
        foreach (double beta in new[] { 0, 0.4, 1, 2.5 })
        {
            SampleSet set = new PruningSampler(new ExactSampler()).Sample(model, new(reads, Seed: 1) { Beta = beta });

            var exact = new ExactEnumeration(model, beta);
            double floor = TotalVariation.OfExactDraws(exact, reads);
            Assert.IsLessThan(floor + (2 / Math.Sqrt(reads)), TotalVariation.Of(exact, set.Spins), $"{graph}, beta {beta}");
            Agreement.AssertWithinFourSigma(set, model, beta);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void TheWrappedSamplerSeesTheCoreAndItsPartOfLogZ(SpinGraph graph, int coreSpins)
    {
        IsingModel model = TestModels.Random(graph, 1.5, seed: 2);
        foreach (double beta in new[] { 0, 1e-9, 0.7, 4 })
        {
            var seen = new List<IsingModel>();
            var sampler = new PruningSampler(new SpyingSampler(new ExactSampler(), seen.Add));
            var report = (PruningDiagnostics)sampler.Sample(model, new(Reads: 1, Seed: 1) { Beta = beta }).Diagnostics!;

            Assert.AreEqual(coreSpins, report.CoreSpins);
            Assert.HasCount(coreSpins > 0 ? 1 : 0, seen);
            double logPartition = report.LogFactor!.Value;
            foreach (IsingModel core in seen)
            {
                Assert.AreEqual(coreSpins, core.SpinCount);
                logPartition += new ExactEnumeration(core, beta).LogPartition;
            }

            // A field of the core is rounded to a single; none exceeds 8.
            double rounding = beta * coreSpins * 8 * Math.Pow(2, -24);
            Assert.AreEqual(new ExactEnumeration(model, beta).LogPartition, logPartition, rounding + 1e-12);
        }
    }

    // Against the elimination of all spins, which is another code; at the larger beta also where exponentials overflow.
    [TestMethod]
    [DataRow(0.05)]
    [DataRow(20)]
    public void ALongChainHasTheMomentsOfItsElimination(double beta)
    {
        const int reads = 4000;
        const int n = 300;
        SpinGraph chain = SpinGraph.FromEdges(n, Enumerable.Range(1, n - 1).Select(i => new SpinEdge(i - 1, i)));
        IsingModel model = TestModels.Random(chain, 40, seed: 3);
        var exact = new ExactElimination(model, beta);

        SampleSet set = new PruningSampler(new ExactSampler()).Sample(model, new(reads, Seed: 3) { Beta = beta });

        Assert.AreEqual(exact.LogPartition, ((PruningDiagnostics)set.Diagnostics!).LogFactor!.Value, 1e-12 * exact.LogPartition);
        for (int i = 0; i < n; i++)
        {
            double mean = Enumerable.Range(0, reads).Average(r => set.Spins[r][i]);
            double variance = Math.Max(0, 1 - (exact.MeanSpins[i] * exact.MeanSpins[i]));
            Assert.AreEqual(exact.MeanSpins[i], mean, (4.5 * Math.Sqrt(variance / reads)) + 1e-9, $"spin {i}");
        }
    }

    [TestMethod]
    public void TheCoreKeepsItsOrderAndIsBuiltOnce()
    {
        var seen = new List<IsingModel>();
        var sampler = new PruningSampler(new SpyingSampler(new ExactSampler(), seen.Add));
        SpinGraph graph = SpinGraph.FromEdges(5, [new(0, 2), new(1, 2), new(1, 4), new(2, 4), new(0, 3)]);
        sampler.Sample(new(graph, [0, 10, 20, 0, 40], [5, 3, 6, 7, 8]), new(Reads: 1, Seed: 1));
        sampler.Sample(new(graph, [0, 10, 20, 9, 40], [5, 3, 6, 7, 8]), new(Reads: 1, Seed: 1));

        // Edges in order: (0,2), (0,3), (1,2), (1,4), (2,4). A leaf without field changes nothing; spin 3 with field 9 pulls 0 pulls 2.
        Assert.AreSame(seen[0].Graph, seen[1].Graph);
        CollectionAssert.AreEqual(new[] { 1, 2, 4 }, seen[0].Graph.Labels.ToArray());
        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 1), new(0, 2), new(1, 2) }, seen[0].Graph.Edges.ToArray());
        CollectionAssert.AreEqual(new float[] { 6, 7, 8 }, seen[0].Couplings.ToArray());
        CollectionAssert.AreEqual(new float[] { 10, 20, 40 }, seen[0].Fields.ToArray());
        double onFirst = -Math.Atanh(Math.Tanh(9) * Math.Tanh(3));
        Assert.AreEqual(20 - Math.Atanh(Math.Tanh(onFirst) * Math.Tanh(5)), seen[1].Fields[1], 1e-5);
    }

    [TestMethod]
    public void AReadDependsOnItsSeedStreamAndStartNotOnItsCompany()
    {
        const int reads = 100;
        IsingModel model = LassoWithTail();
        var sampler = new PruningSampler(new BlockGibbsSampler { Sweeps = 2 });
        SampleSet start = sampler.Sample(model, new(reads, Seed: 4));
        ulong[] streams = [.. Enumerable.Range(0, reads).Select(r => (ulong)(r * r))];
        SampleSet together = sampler.Sample(model, new(reads, Seed: 5) { InitialStates = start.Spins, Streams = [.. streams] });

        for (int r = 0; r < reads; r++)
        {
            SampleSet alone = sampler.Sample(
                model, new(Reads: 1, Seed: 5) { InitialStates = new(1, model.SpinCount, start.Spins[r]), Streams = [streams[r]] });
            Assert.IsTrue(together.Spins[r].SequenceEqual(alone.Spins[0]), $"read {r}");
            Assert.AreEqual(alone.Energies[0], together.Energies[r]);
        }
    }

    // Streams of the wrapped sampler and of the trees must not be the same numbers, not even where one pruning sampler wraps another: at
    // beta 0 all spins are independent.
    [TestMethod]
    public void TreesAndCoreDrawIndependently()
    {
        const int reads = 40_000;
        IsingModel model = LassoWithTail();
        var sampler = new PruningSampler(new LeafOnTop(new PruningSampler(new BlockGibbsSampler { Sweeps = 1 })));
        SampleSet set = sampler.Sample(model, new(reads, Seed: 6) { Beta = 0 });

        for (int i = 0; i < model.SpinCount; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double product = Enumerable.Range(0, reads).Average(r => set.Spins[r][i] * set.Spins[r][j]);
                Assert.AreEqual(0, product, 4.5 / Math.Sqrt(reads), $"spins {i}, {j}");
            }
        }
    }

    // A frozen ferromagnetic ring keeps what it starts from, and its tail follows it, wherever that started.
    [TestMethod]
    public void StartsFromTheCore()
    {
        const int n = 9;
        IsingModel model = TestModels.Uniform(SpinGraph.FromEdges(n, LassoWithTail().Graph.Edges), 0, -1);
        sbyte[] start = [.. Enumerable.Repeat((sbyte)1, n), .. Enumerable.Repeat((sbyte)-1, n)];
        (start[n - 1], start[(2 * n) - 2]) = (-1, 1);
        var sampler = new PruningSampler(new BlockGibbsSampler { Sweeps = 1 });

        SampleSet first = sampler.Sample(model, new(Reads: 2, Seed: 7) { Beta = 12, InitialStates = new(2, n, start) });
        SampleSet second = sampler.Sample(model, new(Reads: 2, Seed: 8) { Beta = 12, Continue = first.State });

        sbyte[] expected = [.. Enumerable.Repeat((sbyte)1, n), .. Enumerable.Repeat((sbyte)-1, n)];
        CollectionAssert.AreEqual(expected, first.Spins.AsSpan().ToArray());
        CollectionAssert.AreEqual(expected, second.Spins.AsSpan().ToArray());
    }

    [TestMethod]
    public void AModelWithoutLoopsHasNoStart()
    {
        IsingModel pair = TestModels.Uniform(SpinGraph.Complete(2), 0, 1);
        var sampler = new PruningSampler(new BlockGibbsSampler());
        SamplerState state = new BlockGibbsSampler().Sample(pair, new(Reads: 1, Seed: 1)).State!;

        Assert.IsNull(sampler.Sample(pair, new(Reads: 1, Seed: 1)).State);
        Refused("InitialStates", new(Reads: 1, Seed: 1) { InitialStates = new(1, 2, [1, 1]) });
        Refused("Continue", new(Reads: 1, Seed: 1) { Continue = state });
        Assert.Throws<OperationCanceledException>(() => sampler.Sample(pair, new(Reads: 1, Seed: 1), new(canceled: true)));

        void Refused(string start, SampleRequest request) => Assert.AreEqual(
            $"Sample request '{start}': expected none, because a model without loops is drawn exactly and has no start, got one.",
            Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(pair, request)).Message);
    }

    // Whatever the core is, no states of the trees have less energy; and the core's own energies say which core is best.
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void TreesAtLowestEnergyAreTheLowestGivenTheCore(SpinGraph graph, int coreSpins)
    {
        IsingModel model = TestModels.Random(graph, 1, seed: 9);
        IsingModel? core = null;
        var sampler = new PruningSampler(new SpyingSampler(new ExactSampler(), m => core = m)) { TreesAtLowestEnergy = true };

        SampleSet set = sampler.Sample(model, new(Reads: 60, Seed: 9) { Beta = 0 });

        int[] kept = [.. new PrunedGraph(graph).CoreSpins];
        Assert.HasCount(coreSpins, kept);
        ILookup<string, double> energies = TestModels.AllStates(model.SpinCount).ToLookup(s => Key(s), s => model.Energy(s));
        double[] constants = [.. Enumerable.Range(0, 60).Select(r =>
        {
            double lowest = energies[Key(set.Spins[r])].Min();
            Assert.AreEqual(lowest, set.Energies[r], 1e-12);
            return lowest - (core is null ? 0 : core.Energy([.. kept.Select(i => set.Spins[r][i])]));
        })];
        Assert.AreEqual(constants.Min(), constants.Max(), 1e-5);
        Assert.IsNull(((PruningDiagnostics)set.Diagnostics!).LogFactor);

        string Key(ReadOnlySpan<sbyte> spins)
        {
            sbyte[] whole = spins.ToArray();
            return string.Join(',', kept.Select(i => whole[i]));
        }
    }

    [TestMethod]
    public void TreesOfEqualEnergyAreTossed()
    {
        const int reads = 10_000;
        IsingModel model = TestModels.Uniform(SpinGraph.FromEdges(3, [new(0, 1)]), 0, -1);

        SampleSet set = new PruningSampler(new ExactSampler()) { TreesAtLowestEnergy = true }.Sample(model, new(reads, Seed: 10));

        Assert.IsTrue(set.Energies.All(e => e == -1));
        Assert.AreEqual(0, Enumerable.Range(0, reads).Average(r => set.Spins[r][0]), 4 / Math.Sqrt(reads));
        Assert.AreEqual(0, Enumerable.Range(0, reads).Average(r => set.Spins[r][0] * set.Spins[r][2]), 4 / Math.Sqrt(reads));
    }

    [TestMethod]
    public void AnAnnealerFindsTheGroundStateOfTheWhole()
    {
        IEnumerable<SpinEdge> trees = Enumerable.Range(8, 12).Select(i => new SpinEdge((i * i / 3) % i, i));
        SpinGraph graph = SpinGraph.FromEdges(20, [.. TestModels.Ring(8).Edges, new(0, 4), new(2, 7), .. trees]);
        IsingModel model = TestModels.Frustrated(graph, seed: 11);
        var sampler = new PruningSampler(new SimulatedAnnealingSampler { Sweeps = 200 }) { TreesAtLowestEnergy = true };

        SampleSet set = sampler.Sample(model, new(Reads: 32, Seed: 11));

        Assert.AreEqual(8, ((PruningDiagnostics)set.Diagnostics!).CoreSpins);
        Assert.AreEqual(new ExactEnumeration(model).LowestEnergy, set.LowestEnergy, 1e-12);
    }

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    protected override IIsingSampler Create(int threads) =>
        new PruningSampler(new BlockGibbsSampler { Sweeps = 20, MaxDegreeOfParallelism = threads });

    /// <summary>A ring of five spins, 2 to 6, with a tail 6-1-0-7-8, and a spin 9 on its own.</summary>
    private static IsingModel LassoWithTail() => TestModels.Random(
        SpinGraph.FromEdges(10, [
            new(2, 3), new(3, 4), new(4, 5), new(5, 6), new(2, 6), new(1, 6), new(0, 1), new(0, 7), new(7, 8)]), 0.8, seed: 4);

    /// <summary>At beta 0: makes the first spin a leaf and answers without the spin, at the end, that takes its place.</summary>
    private sealed class LeafOnTop(IIsingSampler inner) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            int n = model.SpinCount;
            SpinGraph graph = SpinGraph.FromEdges(n + 1, [
                new(0, 1), .. model.Graph.Edges.Select(e => new SpinEdge(e.I == 0 ? n : e.I, e.J))]);
            SpinMatrix spins = inner.Sample(TestModels.Uniform(graph, 0, 1), request, cancel).Spins;
            sbyte[] kept = [.. Enumerable.Range(0, spins.Rows).SelectMany(r => spins[r][..n].ToArray())];
            return new(new(spins.Rows, n, kept), [.. new double[spins.Rows]], State: null);
        }
    }
}
