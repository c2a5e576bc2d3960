using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Every kernel that this machine can run gives the bits of the scalar reference.</summary>
[TestClass]
public sealed class KernelEqualityTests
{
    private static readonly GibbsKernel Reference = new ScalarKernel();

    public static IEnumerable<object[]> Kernels => GibbsKernel.Available.Select(k => new object[] { k.Lanes });

    // Spins one by one and by fours, of one colour and coupled, with few groups and many, with single neighbours, and mixtures of these.
    public static IEnumerable<object[]> Graphs => new[]
    {
        SpinGraph.Complete(1), SpinGraph.Complete(8), SpinGraph.Complete(37), SpinGraph.Bipartite(11, 18), SpinGraph.Bipartite(70, 66),
        SpinGraph.KPartite(40, 45, 43), SpinGraph.Zephyr(2, 2), SpinGraph.Zephyr(1), SpinGraph.Zephyr(1).WithoutSpins([3, 17, 18]),
        SpinGraph.Pegasus(2),
        TestModels.Torus(6, 4), TestModels.Ring(12), TestModels.Disconnected(), SpinGraph.FromEdges(3, []),
    }.Select(graph => new object[] { graph });

    public static IEnumerable<object[]> Cases =>
        from lanes in GibbsKernel.Available.Select(k => k.Lanes)
        from graph in Graphs
        select new[] { lanes, graph[0] };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void SamplesAreThoseOfTheScalarReference(int lanes, SpinGraph graph)
    {
        GibbsKernel kernel = GibbsKernel.Available.Single(k => k.Lanes == lanes);
        IsingModel model = TestModels.Random(graph, 0.7, seed: 4);

        // Below, at and above one register and four, for every width.
        foreach ((int reads, int sweeps) in new[] { (1, 1), (1, 7), (3, 7), (4, 7), (5, 1), (16, 7), (17, 1), (64, 1), (65, 7), (130, 7) })
        {
            var reference = new BlockGibbsSampler { Sweeps = sweeps, MaxDegreeOfParallelism = 1, Kernel = Reference };
            BlockGibbsSampler sampler = reference with { Kernel = kernel };
            var request = new SampleRequest(reads, Seed: 11) { Beta = 0.8 };
            SampleSet expected = reference.Sample(model, request);
            AssertSame(expected, sampler.Sample(model, request), reads);

            var next = new SampleRequest(reads, Seed: 12)
            {
                Continue = expected.State,
                Streams = [.. Enumerable.Range(0, reads).Select(r => ulong.MaxValue / 3 * (ulong)(r % 7))],
            };
            AssertSame(reference.Sample(model, next), sampler.Sample(model, next), reads);
        }
    }

    // Every chain with a temperature of its own, by either rule, with and without the changes of energy, from fair coins.
    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void SweepsOfLanesAreThoseOfTheScalarReference(int lanes, SpinGraph graph)
    {
        GibbsKernel kernel = GibbsKernel.Available.Single(k => k.Lanes == lanes);
        foreach (int chains in new[] { lanes, 4 * lanes, 8 * lanes })
        {
            AssertSameSweeps(kernel, graph, chains);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void SweepsOfALoneChainAreThoseOfTheScalarReference(SpinGraph graph) => AssertSameSweeps(GibbsKernel.Lone, graph, chains: 1);

    [TestMethod]
    public void FewChainsAreSweptOneByOneAndOtherwiseInLanes()
    {
        GibbsKernel widest = GibbsKernel.Available[0];
        if (!LoneKernel.IsSupported)
        {
            Assert.Inconclusive("This machine has no 256-bit registers.");
        }

        Assert.AreSame(GibbsKernel.Lone, widest.ForChains(SpinGraph.Zephyr(1).SweepPlan, 4));
        Assert.AreSame(widest, widest.ForChains(SpinGraph.Zephyr(1).SweepPlan, 5));
        Assert.AreSame(GibbsKernel.Lone, widest.ForChains(SpinGraph.Complete(16).SweepPlan, 8));
        Assert.AreSame(widest, widest.ForChains(SpinGraph.Complete(16).SweepPlan, 9));
    }

    // Changes add up to the difference of energies, to the rounding of singles.
    [TestMethod]
    [DataRow(SpinUpdate.Gibbs)]
    [DataRow(SpinUpdate.Metropolis)]
    public void TrackedChangesAreThoseOfTheEnergy(SpinUpdate update)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(37), 0.7, seed: 6);
        using var weights = new GibbsWeights(model, Reference, registerSweeps: 1, update, tracksEnergy: true);
        using var chains = new BlockChains(new(First: 0, Count: 4, Padded: 4), model.SpinCount, seed: 7);
        chains.Randomize(Reference);
        chains.SetBeta(0.5);
        chains.EnergyChanges.Clear();
        Reference.Energies(model, chains.Spins, chains.Energies);
        double[] before = chains.Energies.ToArray();
        for (int sweep = 0; sweep < 10; sweep++)
        {
            chains.Sweep(Reference, weights.Task);
        }

        Reference.Energies(model, chains.Spins, chains.Energies);
        for (int c = 0; c < 4; c++)
        {
            Assert.AreEqual(chains.Energies[c] - before[c], chains.EnergyChanges[c], 1e-3);
        }
    }

    [TestMethod]
    public void TheScalarReferenceIsAvailableEverywhereAndLast()
    {
        Assert.IsInstanceOfType<ScalarKernel>(GibbsKernel.Available[^1]);
        CollectionAssert.AreEqual(GibbsKernel.Available.OrderByDescending(k => k.Lanes).ToArray(), GibbsKernel.Available);
    }

    // Written out once more from the definition: the reference itself is not taken on trust.
    [TestMethod]
    public void TheScalarReferenceIsSequentialGibbsSamplingInTheOrderOfThePlan()
    {
        SpinGraph graph = TestModels.Disconnected();
        IsingModel model = TestModels.Random(graph, 1, seed: 8);
        var sampler = new BlockGibbsSampler { Sweeps = 3, Kernel = Reference };
        SampleSet set = sampler.Sample(model, new(Reads: 50, Seed: 5) { Beta = 1.3 });

        int differing = 0;
        for (int r = 0; r < 50; r++)
        {
            Xoshiro128 random = Xoshiro128.OfChain(5, (ulong)r);
            sbyte[] s = [.. Enumerable.Range(0, graph.SpinCount).Select(_ => random.Next() < 1u << 31 ? (sbyte)1 : (sbyte)-1)];
            for (int sweep = 0; sweep < 3; sweep++)
            {
                foreach (int i in graph.SweepPlan.Order)
                {
                    s[i] = 1;
                    double up = model.Energy(s);
                    s[i] = -1;
                    double probability = 1 / (1 + Math.Exp(1.3 * (up - model.Energy(s))));
                    s[i] = (random.Next() >> 9) + 0.5 < probability * (1 << 23) ? (sbyte)1 : (sbyte)-1;
                }
            }

            differing += s.AsSpan().SequenceEqual(set.Spins[r]) ? 0 : 1;
        }

        Assert.AreEqual(0, differing, "chains that differ");
    }

    // The sum of a group of four spins, looked up and written out.
    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void TablesHoldTheSumsOfGroups(int lanes)
    {
        float[] weights = [0.3f, -1.7f, 0.01f, 25, 1e-7f, 0, -3, 0];
        float[] tables = new float[32];
        GibbsKernel.Available.Single(k => k.Lanes == lanes).BuildTables(weights, tables);

        for (int at = 0; at < 32; at++)
        {
            float[] s = [.. Enumerable.Range(0, 4).Select(k => (at >> k & 1) == 1 ? -1f : 1f)];
            float[] w = weights[(at / 16 * 4)..];
            float lower = (w[0] * s[0]) + (w[1] * s[1]);
            float upper = (w[2] * s[2]) + (w[3] * s[3]);
            Assert.AreEqual(lower + upper, tables[at], $"entry {at}");
        }
    }

    private static void AssertSameSweeps(GibbsKernel kernel, SpinGraph graph, int chains)
    {
        IsingModel model = TestModels.Random(graph, 0.7, seed: 5);
        var block = new ChainBlock(First: 3, Count: chains, Padded: chains);
        foreach (SpinUpdate update in Enum.GetValues<SpinUpdate>())
        {
            foreach ((bool tracksEnergy, int tablesEvery) in new[] { (false, 1), (false, 2), (false, 9), (true, 1), (true, 9) })
            {
                using BlockChains expected = Swept(Reference);
                using BlockChains actual = Swept(kernel);

                string what = $"{update}, energies {tracksEnergy}, tables every {tablesEvery} sweeps, {chains} chains";
                Assert.IsTrue(expected.Spins.SequenceEqual(actual.Spins), what);
                Assert.IsTrue(expected.Streams.SequenceEqual(actual.Streams), what);
                Assert.IsTrue(expected.EnergyChanges.SequenceEqual(actual.EnergyChanges), what);
                Reference.Energies(model, expected.Spins, expected.Energies);
                kernel.Energies(model, actual.Spins, actual.Energies);
                Assert.IsTrue(expected.Energies.SequenceEqual(actual.Energies), what);

                BlockChains Swept(GibbsKernel by)
                {
                    using var weights = new GibbsWeights(model, by, registerSweeps: 2, update, tracksEnergy);
                    using var withoutTables = new GibbsWeights(model, by, registerSweeps: 1, update, tracksEnergy);
                    var swept = new BlockChains(block, model.SpinCount, seed: 6);
                    swept.Randomize(by);
                    swept.EnergyChanges.Fill(0.5f);
                    for (int c = 0; c < chains; c++)
                    {
                        swept.Scales[c] = GibbsDraw.Scale(0.1 * (c + 1));
                    }

                    for (int sweep = 0; sweep < 5; sweep++)
                    {
                        swept.Sweep(by, sweep % tablesEvery == tablesEvery - 1 ? weights.Task : withoutTables.Task);
                    }

                    return swept;
                }
            }
        }
    }

    private static void AssertSame(SampleSet expected, SampleSet actual, int reads)
    {
        Assert.IsTrue(expected.Spins.AsSpan().SequenceEqual(actual.Spins.AsSpan()), $"spins of {reads} reads");
        Assert.IsTrue(
            MemoryMarshal.AsBytes(expected.Energies.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.Energies.AsSpan())),
            $"energies of {reads} reads");
        Assert.IsTrue(expected.State!.Content.Span.SequenceEqual(actual.State!.Content.Span), $"state of {reads} reads");
    }
}
