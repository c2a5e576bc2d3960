namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class EliminationOrderTests
{
    private const long Plenty = 1 << 20;

    [TestMethod]
    public void WidthsOfGraphsOfKnownTreewidthAreFound()
    {
        AssertWidth(0, SpinGraph.FromEdges(5, []));
        AssertWidth(1, SpinGraph.Bipartite(1, 30)); // a star
        AssertWidth(2, TestModels.Ring(40));
        AssertWidth(2, TestModels.Disconnected());
        AssertWidth(3, Strip.Graph(3, 50));
        AssertWidth(4, SpinGraph.Bipartite(4, 30));
        AssertWidth(11, SpinGraph.Complete(12));

        static void AssertWidth(int expected, SpinGraph graph)
        {
            var order = new EliminationOrder(graph, Plenty);
            Assert.IsTrue(order.IsComplete);
            Assert.AreEqual(expected, order.Width, graph.Name);
            CollectionAssert.AreEquivalent(Enumerable.Range(0, graph.SpinCount).ToArray(), order.Spins);
        }
    }

    // Min-fill leaves tables too large for a lattice of 16 x 16, whose treewidth is 16; row by row they fit.
    [TestMethod]
    public void AnOpenLatticeOfSixteenBySixteenFits()
    {
        SpinGraph lattice = Strip.Graph(16, 16);

        EliminationOrder order = EliminationOrder.Best(lattice, ExactElimination.MaxTableEntries);

        Assert.IsTrue(order.IsComplete);
        Assert.AreEqual(16, order.Width);
    }

    // A spin's separator is what it is connected with through spins that have gone before, and nothing else.
    [TestMethod]
    public void SeparatorsAreTheSpinsReachedThroughEliminatedOnes()
    {
        var random = new Random(1);
        SpinGraph graph = SpinGraph.FromEdges(30, SpinGraph.Complete(30).Edges.Where(_ => random.NextDouble() < 0.1));
        var order = new EliminationOrder(graph, Plenty);

        for (int k = 0; k < 30; k++)
        {
            HashSet<int> gone = [.. order.Spins[..(k + 1)]];
            HashSet<int> reached = [order.Spins[k]];
            var open = new Stack<int>(reached);
            while (open.TryPop(out int at))
            {
                foreach ((int i, int j) in graph.Edges.Where(e => e.I == at || e.J == at))
                {
                    int other = i == at ? j : i;
                    if (reached.Add(other) && gone.Contains(other))
                    {
                        open.Push(other);
                    }
                }
            }

            CollectionAssert.AreEquivalent(reached.Except(gone).ToArray(), order.Separators[k], $"step {k}");
        }
    }

    // complete(n) needs tables of 2^n + 2^(n-1) + ... + 2 entries.
    [TestMethod]
    public void GivesUpOnlyBeyondTheLimit()
    {
        Assert.IsTrue(new EliminationOrder(SpinGraph.Complete(10), (2 << 10) - 2).IsComplete);
        Assert.IsFalse(new EliminationOrder(SpinGraph.Complete(10), (2 << 10) - 3).IsComplete);
        Assert.IsFalse(new EliminationOrder(SpinGraph.Complete(300), Plenty).IsComplete);
        Assert.IsFalse(new EliminationOrder(SpinGraph.Zephyr(3), Plenty).IsComplete);
    }
}
