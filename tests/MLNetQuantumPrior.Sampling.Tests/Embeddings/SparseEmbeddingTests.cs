namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SparseEmbeddingTests
{
    private static readonly SparseEmbeddingOptions Quick = new() { Patience = 5 };

    public static IEnumerable<object[]> Sources =>
    [
        [TestModels.Ring(9), SpinGraph.Zephyr(1)],
        [TestModels.Torus(5, 5), SpinGraph.Zephyr(2)],
        [TestModels.Disconnected(), SpinGraph.Pegasus(2)],
        [SpinGraph.Complete(8), SpinGraph.Zephyr(2)],
        [SpinGraph.Complete(5), SpinGraph.Chimera(3, 3)],
        [SpinGraph.Bipartite(6, 6), SpinGraph.Pegasus(3)],
        [SpinGraph.Independent(4), SpinGraph.Independent(4)],
        [SpinGraph.Complete(3), TestModels.Ring(12)],
        [TestModels.Torus(6, 6), Defects.Of(HardwareTopology.Zephyr(3), 0.05, 0.02, seed: 1)],
    ];

    [TestMethod]
    [DynamicData(nameof(Sources))]
    public void FindsAnEmbedding(SpinGraph source, SpinGraph target)
    {
        Embedding? embedding = SparseEmbedding.Find(source, target);

        Console.WriteLine(embedding);
        Assert.IsNotNull(embedding);
    }

    [TestMethod]
    public void AGraphThatIsAPartNeedsFewMoreSpinsThanItHas()
    {
        SpinGraph ring = TestModels.Ring(12);

        Assert.IsLessThanOrEqualTo(15, SparseEmbedding.Find(ring, SpinGraph.Zephyr(2), Quick)!.TargetSpinCount);
    }

    [TestMethod]
    public void FindsNothingWhereThereIsNothing()
    {
        Assert.IsNull(SparseEmbedding.Find(SpinGraph.Complete(4), TestModels.Ring(12), Quick)); // a ring has no such minor
        Assert.IsNull(SparseEmbedding.Find(SpinGraph.Complete(4), SpinGraph.Complete(3)));
        Assert.IsNull(SparseEmbedding.Find(SpinGraph.Complete(2), SpinGraph.Independent(5), Quick));
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameChainsAndAnotherSeedOthers()
    {
        SpinGraph source = TestModels.Torus(4, 4), target = SpinGraph.Zephyr(2);
        int[] first = Chains(1), again = Chains(1), other = Chains(2);

        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);

        int[] Chains(ulong seed) => [.. SparseEmbedding.Find(source, target, Quick with { Seed = seed })!.Chains.SelectMany(c => c)];
    }

    [TestMethod]
    public void TellsHowFarItIsAndCanBeCancelled()
    {
        var seen = new List<SparseEmbeddingProgress>();
        Embedding embedding = SparseEmbedding.Find(SpinGraph.Complete(8), SpinGraph.Zephyr(2), Quick, new Listener(seen))!;

        Assert.AreEqual(0, seen[^1].Overlaps);
        Assert.AreEqual(embedding.TargetSpinCount, seen[^1].TargetSpinCount);
        Assert.Throws<OperationCanceledException>(
            () => SparseEmbedding.Find(SpinGraph.Complete(8), SpinGraph.Zephyr(2), cancel: new(canceled: true)));
    }

    private sealed class Listener(List<SparseEmbeddingProgress> seen) : IProgress<SparseEmbeddingProgress>
    {
        public void Report(SparseEmbeddingProgress value) => seen.Add(value);
    }
}
