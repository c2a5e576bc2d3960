namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SpinGraphTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    public void CompleteCouplesEveryPairOnce(int spins)
    {
        var expected = new List<SpinEdge>();
        for (int i = 0; i < spins; i++)
        {
            for (int j = i + 1; j < spins; j++)
            {
                expected.Add(new(i, j));
            }
        }

        CollectionAssert.AreEqual(expected, SpinGraph.Complete(spins).Edges);
    }

    [TestMethod]
    public void BipartiteCouplesTheTwoSidesOnly()
    {
        SpinGraph graph = SpinGraph.Bipartite(2, 3);

        Assert.AreEqual(5, graph.SpinCount);
        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 2), new(0, 3), new(0, 4), new(1, 2), new(1, 3), new(1, 4) }, graph.Edges);
    }

    [TestMethod]
    public void OwnEdgesAreSortedAndOriented()
    {
        SpinGraph graph = SpinGraph.FromEdges(4, [new(3, 1), new(2, 0), new(0, 1)]);

        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 1), new(0, 2), new(1, 3) }, graph.Edges);
    }

    [TestMethod]
    [DataRow(0, 3, "Edge (0, 3): expected spins between 0 and 2.")]
    [DataRow(-1, 1, "Edge (-1, 1): expected spins between 0 and 2.")]
    [DataRow(2, 2, "Edge (2, 2): expected two different spins.")]
    [DataRow(1, 0, "Edge (0, 1): expected each pair once.")]
    public void RefusesWrongEdges(int i, int j, string message)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => SpinGraph.FromEdges(3, [new(0, 1), new(i, j)]));

        Assert.StartsWith(message, error.Message);
        Assert.AreEqual("edges", error.ParamName);
    }

    [TestMethod]
    public void RefusesSizesThatNoGraphHas()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Complete(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Complete(65_537));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Bipartite(0, 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Bipartite(3, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Bipartite(65_536, 65_536));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.FromEdges(0, []));
        Assert.ThrowsExactly<ArgumentNullException>(() => SpinGraph.FromEdges(1, null!));
    }
}
