using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Flips, by registers of every width, give the bits of the scalar reference.</summary>
[TestClass]
public sealed class FlipKernelTests
{
    private static readonly GibbsKernel Reference = new ScalarKernel();

    private static readonly FlipKernel[] Kernels = [.. GibbsKernel.Available.Select(kernel => kernel.Flips).OfType<FlipKernel>()];

    // Colours that alternate, and a spin that is visited before others of its colour: neighbours of lower and higher numbers are mixed.
    private static readonly SpinGraph Alternating = SpinGraph.FromEdges(
        137, Enumerable.Range(0, 69).SelectMany(i => Enumerable.Range(0, 68).Select(j => new SpinEdge(2 * i, (2 * j) + 1))), "alternating");

    // One block and several, full and not, one colour a spin and two and three colours.
    public static IEnumerable<object[]> Cases =>
        from kernel in Enumerable.Range(0, Kernels.Length)
        from graph in new[]
        {
            SpinGraph.Complete(32), SpinGraph.Complete(37), SpinGraph.Complete(130), SpinGraph.Bipartite(70, 66),
            SpinGraph.KPartite(40, 45, 43), Alternating,
        }
        select new object[] { kernel, graph };

    // Hot and cold, weak and strong: few flips and many. At the coldest every visit is so near its threshold that the reference decides.
    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void SweepsAreThoseOfTheScalarReference(int kernel, SpinGraph graph)
    {
        foreach (SpinUpdate update in Enum.GetValues<SpinUpdate>())
        {
            foreach ((float strength, double beta) in new[] { (0.7f, 0), (0.05f, 1), (0.7f, 0.1), (0.7f, 1), (0.7f, 5), (3f, 1e4) })
            {
                IsingModel model = TestModels.Random(graph, strength, seed: 5);
                var block = new ChainBlock(First: 3, Count: 3, Padded: 3);
                using var weights = new GibbsWeights(model, Reference, registerSweeps: 1, update);
                using var expected = new BlockChains(block, model.SpinCount, seed: 6);
                expected.Randomize(Reference);
                expected.SetBeta(beta);
                using var flips = new FlipChains(Kernels[kernel], block, graph.SweepPlan);
                float[] spins = expected.Spins.ToArray();
                uint[] streams = expected.Streams.ToArray();
                float[] scales = [.. Enumerable.Repeat(GibbsDraw.Scale(beta), 3)];
                var dense = new Lazy<DenseCouplings>(() => model.DenseCouplings);
                var task = new GibbsTask(
                    graph.SweepPlan, model.Fields.AsSpan(), [], [], [], update, tracksEnergy: false, signs: null, dense);

                // Past the end of what a stream holds in hand, and past the flips after which fields are found again.
                for (int sweep = 0; sweep < 70; sweep++)
                {
                    expected.Sweep(Reference, weights.Task);
                    flips.Sweep(task, scales, spins, streams);
                    if (sweep % 9 == 8)
                    {
                        flips.Unpack(spins, streams);
                        string what = $"{update}, strength {strength}, beta {beta}, sweep {sweep}";
                        Assert.IsTrue(expected.Spins.SequenceEqual(spins), $"spins, {what}");
                        Assert.IsTrue(expected.Streams.SequenceEqual(streams), $"streams, {what}");
                    }
                }
            }
        }
    }

    // Warm, cold and in between, so that blocks go over to flips, stay with lanes, and come back; few reads and several blocks.
    [TestMethod]
    [DataRow(0.2)]
    [DataRow(1.0)]
    [DataRow(4.0)]
    public void SamplersGiveTheSameSpinsWithAndWithoutFlips(double beta)
    {
        foreach (SpinGraph graph in new[] { SpinGraph.Complete(130), SpinGraph.Bipartite(200, 200) })
        {
            IsingModel model = TestModels.Random(graph, 0.4, seed: 7);
            foreach (GibbsKernel kernel in GibbsKernel.Available.Where(kernel => kernel.Flips is not null))
            {
                foreach (int reads in new[] { 1, 5, 70 })
                {
                    var request = new SampleRequest(reads, Seed: 3) { Beta = beta };
                    var gibbs = new BlockGibbsSampler { Sweeps = 30, Kernel = kernel };
                    AssertSame(gibbs with { Kernel = Reference }, gibbs, model, request);
                }

                // Hot, cold and hot again.
                var anneal = new SimulatedAnnealingSampler
                {
                    Sweeps = 60,
                    Update = beta == 1 ? SpinUpdate.Metropolis : SpinUpdate.Gibbs,
                    Schedule = BetaSchedule.Custom([.. Enumerable.Range(0, 60).Select(sweep => 9 * Math.Sin(Math.PI * sweep / 59))]),
                    Kernel = kernel,
                };
                AssertSame(anneal with { Kernel = Reference }, anneal, model, new(70, Seed: 5));
            }
        }

        IsingModel small = TestModels.Random(SpinGraph.Complete(64), 0.4, seed: 8);
        var population = new PopulationAnnealingSampler { Population = 100 };
        AssertSame(population with { Kernel = Reference }, population, small, new(50, Seed: 4) { Beta = beta });
    }

    // Cold enough that few spins flip, in a block of lanes.
    [TestMethod]
    public void ABlockOfLanesGoesOverToFlipsAndBack()
    {
        foreach (GibbsKernel kernel in GibbsKernel.Available.Where(kernel => kernel.Flips is not null))
        {
            IsingModel model = TestModels.Random(SpinGraph.Complete(400), 0.4, seed: 7);
            var block = new ChainBlock(First: 0, Count: kernel.Lanes, Padded: kernel.Lanes);
            using var flips = new FlipChains(kernel.Flips!, block, model.Graph.SweepPlan);
            float[] spins = [.. Enumerable.Repeat(1f, 400 * kernel.Lanes)];
            Look();
            Assert.IsTrue(flips.IsOn, "nothing flips");

            uint[] streams = [.. Enumerable.Range(1, 4 * kernel.Lanes).Select(word => (uint)word * 0x9E3779B9)];
            var task = new GibbsTask(
                model.Graph.SweepPlan, model.Fields.AsSpan(), [], [], [], SpinUpdate.Gibbs, tracksEnergy: false, signs: null,
                new(() => model.DenseCouplings));
            flips.Sweep(task, new float[kernel.Lanes], spins, streams); // beta 0
            Assert.IsFalse(flips.IsOn, "half of all spins flip");

            void Look()
            {
                for (int sweep = 0; sweep < 3; sweep++)
                {
                    flips.Look(spins);
                    flips.Count(spins);
                }
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void EnergiesAreThoseOfTheModel(int kernel, SpinGraph graph)
    {
        IsingModel model = TestModels.Random(graph, 0.7, seed: 5);
        Assert.AreEqual(graph == Alternating, graph.DenseRows!.LowerEnd is null);
        if (graph.DenseRows.LowerEnd is not null)
        {
            var random = new Random(6);
            for (int draw = 0; draw < 20; draw++)
            {
                sbyte[] spins = [.. Enumerable.Range(0, graph.SpinCount).Select(_ => (sbyte)(random.Next(2) == 0 ? -1 : 1))];
                double energy = Kernels[kernel].Energy(
                    model.DenseCouplings, [.. spins.Select(spin => (float)spin)], new double[graph.SpinCount]);
                Assert.AreEqual(model.Energy(spins), energy);
            }
        }

        IIsingSampler few = new BlockGibbsSampler { Sweeps = 9 };
        SampleSet reads = few.Sample(model, new(3, Seed: 2));
        CollectionAssert.AreEqual(model.Energies(reads.Spins), reads.Energies);
    }

    [TestMethod]
    public void AModelWhoseNumbersChangeKeepsNoRows()
    {
        SpinGraph graph = SpinGraph.Complete(40);
        float[] couplings = new float[graph.Edges.Length];
        IsingModel changing = IsingModel.Over(graph, new float[40], couplings);
        couplings[0] = 2;
        Assert.AreEqual(2f, changing.DenseCouplings.Rows[1]);
        couplings[0] = 3;
        Assert.AreEqual(3f, changing.DenseCouplings.Rows[1]);

        var still = new IsingModel(graph, new float[40], couplings);
        DenseCouplings first = still.DenseCouplings;
        Assert.AreSame(first, still.DenseCouplings);
    }

    [TestMethod]
    public void SparseAndSmallGraphsHaveNoRows()
    {
        Assert.IsNotNull(SpinGraph.Complete(32).DenseRows);
        Assert.IsNotNull(SpinGraph.Bipartite(500, 500).DenseRows);
        Assert.IsNull(SpinGraph.Complete(31).DenseRows);
        Assert.IsNull(SpinGraph.Zephyr(3).DenseRows);
        Assert.IsNull(TestModels.Torus(16, 16).DenseRows);
    }

    // In takes of every size, so that numbers are left over in every way.
    [TestMethod]
    public void NumbersOfARunAreThoseOfTheStream()
    {
        foreach (FlipKernel kernel in Kernels)
        {
            var run = new XoshiroRun(kernel);
            for (ulong chain = 0; chain < 3; chain++)
            {
                Xoshiro128 stream = Xoshiro128.OfChain(seed: 8, chain);
                run.Resume(stream);
                for (int take = 0; take < 900; take++)
                {
                    int count = (take + (int)chain) % (XoshiroRun.MostAhead + 1);
                    ref uint ahead = ref run.Ahead();
                    for (int k = 0; k < count; k++)
                    {
                        Assert.AreEqual(stream.Next(), Unsafe.Add(ref ahead, k), $"take {take}, number {k}");
                    }

                    run.Take(count);
                    Assert.AreEqual(stream.Words, run.State.Words, $"after take {take}");
                }
            }
        }
    }

    private static void AssertSame(IIsingSampler expected, IIsingSampler actual, IsingModel model, SampleRequest request)
    {
        SampleSet first = expected.Sample(model, request);
        SampleSet second = actual.Sample(model, request);
        string what = $"{actual}, {model.Graph}, {request.Reads} reads";
        Assert.IsTrue(first.Spins.AsSpan().SequenceEqual(second.Spins.AsSpan()), what);
        Assert.IsTrue(first.Energies.AsSpan().SequenceEqual(second.Energies.AsSpan()), what);
        Assert.IsTrue((first.State?.Content ?? default).Span.SequenceEqual((second.State?.Content ?? default).Span), what);
    }
}
