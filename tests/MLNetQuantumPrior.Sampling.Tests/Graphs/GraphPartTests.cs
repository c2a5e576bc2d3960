namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class GraphPartTests
{
    [TestMethod]
    public void SpinsThatAreLeftKeepTheirLabelsAndCouplings()
    {
        SpinGraph ring = TestModels.Ring(6).WithoutSpins(1, 4);

        Assert.AreEqual(4, ring.SpinCount);
        CollectionAssert.AreEqual(new[] { 0, 2, 3, 5 }, ring.Labels);
        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 3), new(1, 2) }, ring.Edges);
    }

    [TestMethod]
    public void LabelsNameTheSameSpinsAfterEachRemoval()
    {
        SpinGraph whole = SpinGraph.Pegasus(3);
        (int first, int second) = (whole.Labels[10], whole.Labels[90]);
        SpinEdge edge = whole.Edges[^1];
        SpinEdge coupler = new(whole.Labels[edge.I], whole.Labels[edge.J]);

        SpinGraph oneByOne = whole.WithoutSpins(first).WithoutEdges(coupler).WithoutSpins(second);
        SpinGraph reversed = whole.WithoutSpins(second).WithoutEdges(new SpinEdge(coupler.J, coupler.I)).WithoutSpins(first);

        Assert.AreEqual(GraphDigest.Of(oneByOne), GraphDigest.Of(reversed));
        CollectionAssert.AreEqual(whole.Labels.Where(l => l != first && l != second).ToArray(), oneByOne.Labels);
        int[] degree = GraphDigest.Degrees(whole);
        bool coupled = whole.Edges.Contains(new(10, 90));
        Assert.HasCount(whole.Edges.Length - degree[10] - degree[90] + (coupled ? 1 : 0) - 1, oneByOne.Edges);
        Assert.AreEqual("part of pegasus(3)", oneByOne.Name);
    }

    // Listing what works must give the same graph as removing what does not.
    [TestMethod]
    public void WorkingQubitsAndCouplersMakeTheSameGraphAsDefects()
    {
        SpinGraph whole = SpinGraph.Zephyr(2);
        SpinEdge[] couplers = [.. whole.Edges.Where((e, k) => k % 50 != 7 && e.I % 20 != 3 && e.J % 20 != 3)];
        SpinGraph fromLists = SpinGraph.FromLabels(whole.Labels.Where(l => l % 20 != 3), couplers);

        SpinGraph fromDefects = whole
            .WithoutEdges(whole.Edges.Except(couplers))
            .WithoutSpins(whole.Labels.Where(l => l % 20 == 3));

        Assert.AreEqual(GraphDigest.Of(fromLists), GraphDigest.Of(fromDefects));
    }

    [TestMethod]
    public void NothingRemovedIsTheSameGraph()
    {
        SpinGraph graph = SpinGraph.Chimera(2, 2);

        Assert.AreEqual(GraphDigest.Of(graph), GraphDigest.Of(graph.WithoutSpins([]).WithoutEdges([])));
    }

    [TestMethod]
    public void RefusesWhatIsNotThere()
    {
        SpinGraph graph = TestModels.Ring(5).WithoutSpins(2);

        Assert.StartsWith(
            "Label 2: expected the label of a spin of part of edges(5,5).",
            Assert.ThrowsExactly<ArgumentException>(() => graph.WithoutSpins(2)).Message);
        Assert.StartsWith(
            "Labels: expected at least one of the 4 spins of part of edges(5,5) to be left, got all.",
            Assert.ThrowsExactly<ArgumentException>(() => graph.WithoutSpins(0, 1, 3, 4)).Message);
        foreach (SpinEdge edge in new SpinEdge[] { new(0, 3), new(1, 2), new(1, 1), new(-1, 9) })
        {
            Assert.StartsWith(
                $"Edge ({edge.I}, {edge.J}): expected the labels of a coupled pair of part of edges(5,5)",
                Assert.ThrowsExactly<ArgumentException>(() => graph.WithoutEdges(edge)).Message);
        }

        Assert.ThrowsExactly<ArgumentException>(() => graph.WithoutEdges(new SpinEdge(0, 1), new SpinEdge(1, 0)));
    }

    [TestMethod]
    public void PartsAreSortedAndDisjoint()
    {
        int[][] parts = [.. TestModels.Disconnected().ConnectedComponents().Select(part => part.ToArray())];

        Assert.HasCount(4, parts);
        CollectionAssert.AreEqual(new[] { 0, 2, 5 }, parts[0]);
        CollectionAssert.AreEqual(new[] { 1, 6 }, parts[1]);
        CollectionAssert.AreEqual(new[] { 3 }, parts[2]);
        CollectionAssert.AreEqual(new[] { 4 }, parts[3]);
    }

    // Against a search along the edges, on random graphs near the threshold where a large part appears.
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void PartsAreWhatASearchAlongTheEdgesReaches(int seed)
    {
        var random = new Random(seed);
        const int spins = 60;
        SpinGraph graph = SpinGraph.FromEdges(
            spins, SpinGraph.Complete(spins).Edges.Where(_ => random.NextDouble() < 1.0 / spins));

        int[][] parts = [.. graph.ConnectedComponents().Select(part => part.ToArray())];

        CollectionAssert.AreEquivalent(Enumerable.Range(0, spins).ToArray(), parts.SelectMany(part => part).ToArray());
        foreach (int[] part in parts)
        {
            var reached = new HashSet<int> { part[0] };
            var waiting = new Queue<int>(reached);
            while (waiting.TryDequeue(out int spin))
            {
                foreach (SpinEdge edge in graph.Edges.Where(e => e.I == spin || e.J == spin))
                {
                    int other = edge.I == spin ? edge.J : edge.I;
                    if (reached.Add(other))
                    {
                        waiting.Enqueue(other);
                    }
                }
            }

            CollectionAssert.AreEqual(reached.Order().ToArray(), part);
        }
    }

    [TestMethod]
    [DataRow("zephyr")]
    [DataRow("pegasus")]
    [DataRow("chimera")]
    public void HardwareGraphsAreConnected(string family)
    {
        SpinGraph graph = family switch
        {
            "zephyr" => SpinGraph.Zephyr(4),
            "pegasus" => SpinGraph.Pegasus(8),
            _ => SpinGraph.Chimera(5, 7),
        };

        Assert.HasCount(1, graph.ConnectedComponents());
    }
}
