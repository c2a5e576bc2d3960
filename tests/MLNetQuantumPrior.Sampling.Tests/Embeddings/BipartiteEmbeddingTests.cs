namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class BipartiteEmbeddingTests
{
    [TestMethod]
    [DataRow(64, 64, 5)]
    [DataRow(100, 20, 7)]
    [DataRow(20, 100, 7)]
    [DataRow(1, 1, 1)]
    public void PerfectZ12HoldsMachinesOfTwoSides(int left, int right, int longest)
    {
        Embedding embedding = BipartiteEmbedding.Find(left, right, HardwareTopology.Zephyr(12), SpinGraph.Zephyr(12))!;

        Assert.AreEqual($"bipartite({left},{right})", embedding.Source.Name);
        Assert.IsLessThanOrEqualTo(longest, embedding.LongestChain);
    }

    [TestMethod]
    public void DefectsAreAvoided()
    {
        var topology = HardwareTopology.Zephyr(12);
        Embedding embedding = BipartiteEmbedding.Find(64, 64, topology, Defects.Of(topology, 0.05, 0.01, seed: 1))!;

        Assert.IsLessThanOrEqualTo(9, embedding.LongestChain);
    }

    [TestMethod]
    public void PegasusHoldsThemToo()
    {
        var topology = HardwareTopology.Pegasus(6);

        Assert.AreEqual(60, BipartiteEmbedding.Find(40, 20, topology, topology.CreateGraph())!.Source.SpinCount);
        Assert.IsNull(BipartiteEmbedding.Find(1, 200, topology, topology.CreateGraph()));
    }
}
