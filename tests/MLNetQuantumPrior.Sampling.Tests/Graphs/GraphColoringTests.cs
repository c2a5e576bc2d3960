namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class GraphColoringTests
{
    public static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Complete(1), 1],
        [SpinGraph.Complete(9), 9],
        [SpinGraph.Bipartite(3, 8), 2],
        [TestModels.Ring(10), 2],
        [TestModels.Ring(11), 3],
        [SpinGraph.FromEdges(5, []), 1],
        [TestModels.Disconnected(), 3],
        [SpinGraph.Zephyr(1), 4],
        [SpinGraph.Zephyr(2), 4],
        [SpinGraph.Zephyr(5), 4],
        [SpinGraph.Zephyr(12), 4],
        [SpinGraph.Zephyr(3, 1), 4],
    ];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void ClassesPartitionTheSpinsAndHoldNoCoupledPair(SpinGraph graph, int colors)
    {
        GraphColoring coloring = graph.Coloring;

        int[] color = new int[graph.SpinCount];
        Array.Fill(color, -1);
        for (int c = 0; c < coloring.Classes.Length; c++)
        {
            CollectionAssert.AreEqual(coloring.Classes[c].Order().ToArray(), coloring.Classes[c]);
            foreach (int spin in coloring.Classes[c])
            {
                Assert.AreEqual(-1, color[spin], $"spin {spin} is in two classes");
                color[spin] = c;
            }
        }

        CollectionAssert.DoesNotContain(color, -1);
        foreach ((int i, int j) in graph.Edges)
        {
            Assert.AreNotEqual(color[i], color[j], $"coupled spins {i} and {j}");
        }

        Assert.HasCount(colors, coloring.Classes);
    }
}
