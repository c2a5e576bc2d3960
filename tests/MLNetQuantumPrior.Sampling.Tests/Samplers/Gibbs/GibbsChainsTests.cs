namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class GibbsChainsTests
{
    private static IEnumerable<object[]> Models() =>
    [
        [SpinGraph.Complete(24), false, 200],
        [SpinGraph.Complete(24), false, 3], // so few that they are swept one by one
        [SpinGraph.Bipartite(7, 11), false, 64],
        [SpinGraph.Zephyr(1, 2), false, 70],
        [SpinGraph.Zephyr(1, 2), true, 128], // couplings of one size, which have a kernel of their own
    ];

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void EachMoveIsACallOfTheSampler(SpinGraph graph, bool signs, int count)
    {
        foreach (int threads in new[] { 1, 2, 3 })
        {
            var sampler = new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads };
            IPersistentChains chains = IPersistentChains.Of(sampler, graph, count);
            Assert.AreEqual(count, chains.Count);
            chains.Place(0, Ones(graph, count));
            float[] fields = new float[graph.SpinCount], couplings = new float[graph.Edges.Length];
            IsingModel changing = IsingModel.Over(graph, fields, couplings);
            var random = new Random(1);
            for (ulong seed = 0; seed < 4; seed++)
            {
                Array.ConvertAll(fields, _ => signs ? random.Next(-1, 2) : random.NextSingle() - 0.5f).CopyTo(fields, 0);
                Array.ConvertAll(couplings, _ => signs ? (2 * random.Next(2)) - 1 : random.NextSingle() - 0.5f).CopyTo(couplings, 0);
                if (seed == 2)
                {
                    chains.Place(1, chains.Spins[..graph.SpinCount]); // as resampling does
                }

                var start = new SpinMatrix(count, graph.SpinCount, chains.Spins);
                SampleSet expected = sampler.Sample(new(graph, fields, couplings), new(count, seed) { InitialStates = start });
                chains.Move(changing, seed, default);

                CollectionAssert.AreEqual(expected.Spins.AsSpan().ToArray(), chains.Spins.ToArray());
            }
        }
    }

    [TestMethod]
    public void ACancelledMoveThrows()
    {
        SpinGraph graph = SpinGraph.Complete(5);
        IPersistentChains chains = IPersistentChains.Of(new BlockGibbsSampler(), graph, 10);
        chains.Place(0, Ones(graph, 10));

        Assert.ThrowsExactly<OperationCanceledException>(() =>
            chains.Move(new(graph, new float[5], new float[10]), 1, new(canceled: true)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void MovesAllocateNothing(int threads)
    {
        SpinGraph graph = SpinGraph.Complete(64);
        IPersistentChains chains = IPersistentChains.Of(new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads }, graph, 512);
        chains.Place(0, Ones(graph, 512));
        var model = new IsingModel(graph, new float[64], Array.ConvertAll(new float[2016], _ => 0.01f));
        chains.Move(model, 0, default);

        // Waiting for another thread loads at times what that takes, so the least of five rounds counts.
        long least = Enumerable.Range(0, 5).Min(round =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (ulong seed = 1; seed <= 20; seed++)
            {
                chains.Move(model, (20 * (ulong)round) + seed, default);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.IsLessThan(20 * 64, least);
    }

    private static sbyte[] Ones(SpinGraph graph, int chains)
    {
        sbyte[] spins = new sbyte[chains * graph.SpinCount];
        Array.Fill(spins, (sbyte)1);
        return spins;
    }
}
