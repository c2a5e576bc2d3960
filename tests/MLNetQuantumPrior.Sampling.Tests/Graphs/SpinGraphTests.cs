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
    public void IndependentCouplesNothing()
    {
        SpinGraph graph = SpinGraph.Independent(3);

        Assert.AreEqual((3, 0, "independent(3)"), (graph.SpinCount, graph.Edges.Length, graph.Name));
        Assert.HasCount(1, graph.Coloring.Classes);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.Independent(0));
    }

    [TestMethod]
    public void BipartiteCouplesTheTwoSidesOnly()
    {
        SpinGraph graph = SpinGraph.Bipartite(2, 3);

        Assert.AreEqual(5, graph.SpinCount);
        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 2), new(0, 3), new(0, 4), new(1, 2), new(1, 3), new(1, 4) }, graph.Edges);
    }

    // Each pair of different groups and no other: the complement of disjoint complete graphs.
    [TestMethod]
    public void KPartiteCouplesDifferentGroupsOnly()
    {
        int[] group = [0, 0, 1, 2, 2, 2];
        SpinGraph graph = SpinGraph.KPartite(2, 1, 3);

        CollectionAssert.AreEqual(SpinGraph.Complete(6).Edges.Where(e => group[e.I] != group[e.J]).ToArray(), graph.Edges);
        Assert.AreEqual("kpartite(2,1,3)", graph.Name);
    }

    [TestMethod]
    public void KPartiteOfTwoGroupsIsBipartiteAndOfSinglesComplete()
    {
        CollectionAssert.AreEqual(SpinGraph.Bipartite(4, 7).Edges, SpinGraph.KPartite(4, 7).Edges);
        CollectionAssert.AreEqual(SpinGraph.Complete(5).Edges, SpinGraph.KPartite(1, 1, 1, 1, 1).Edges);
    }

    [TestMethod]
    public void LabelledSpinsAreNumberedInTheOrderOfTheirLabels()
    {
        SpinGraph graph = SpinGraph.FromLabels([30, 2_000_000_000, 4, 7], [new(30, 4), new(2_000_000_000, 30)]);

        CollectionAssert.AreEqual(new[] { 4, 7, 30, 2_000_000_000 }, graph.Labels);
        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 2), new(2, 3) }, graph.Edges);
    }

    [TestMethod]
    [DataRow(4, 9, 4, 8, "Edge (4, 8): expected two of the labels.")]
    [DataRow(4, 9, 9, 9, "Edge (9, 9): expected two different spins.")]
    [DataRow(4, 4, 4, 5, "Label 4: expected labels of at least 0, each once.")]
    [DataRow(-1, 4, 4, 5, "Label -1: expected labels of at least 0, each once.")]
    public void RefusesWrongLabels(int a, int b, int i, int j, string message) =>
        Assert.StartsWith(
            message, Assert.ThrowsExactly<ArgumentException>(() => SpinGraph.FromLabels([5, a, b], [new(i, j)])).Message);

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
        Assert.ThrowsExactly<ArgumentException>(() => SpinGraph.KPartite());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.KPartite(3, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.KPartite(65_536, 65_536));
        Assert.ThrowsExactly<ArgumentException>(() => SpinGraph.FromLabels([], []));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SpinGraph.FromEdges(0, []));
        Assert.ThrowsExactly<ArgumentNullException>(() => SpinGraph.FromEdges(1, null!));
    }
}
