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
        [SpinGraph.Chimera(1, 1, 1), 2],
        [SpinGraph.Chimera(5, 3), 2],
        [SpinGraph.Chimera(16, 16), 2],
        [SpinGraph.Pegasus(2), 4],
        [SpinGraph.Pegasus(3), 4],
        [SpinGraph.Pegasus(16), 4],
        [SpinGraph.KPartite(3, 1, 4, 2), 4],
        [SpinGraph.KPartite(5), 1],
        [WithDefects(SpinGraph.Zephyr(12)), 4],
        [WithDefects(SpinGraph.Pegasus(16)), 4],
        [WithDefects(SpinGraph.Chimera(16, 16)), 2],
        [WithDefects(WithDefects(SpinGraph.Pegasus(5))), 4],
        [SpinGraph.Complete(9).WithoutSpins(0, 4), 7],
        [SpinGraph.Complete(4).WithoutEdges(new SpinEdge(0, 1), new SpinEdge(2, 3)), 2],
        [SpinGraph.KPartite(2, 2, 2).WithoutSpins(2, 3), 2],
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

    [TestMethod]
    public void ColoursOfSpinsThatAreLeftStay()
    {
        SpinGraph whole = SpinGraph.Zephyr(3);
        SpinGraph part = WithDefects(whole);

        int[] before = ColorOfLabel(whole);
        int[] after = ColorOfLabel(part);

        foreach (int label in part.Labels)
        {
            Assert.AreEqual(before[label], after[label]);
        }

        int[] ColorOfLabel(SpinGraph graph)
        {
            int[] color = new int[whole.SpinCount];
            for (int c = 0; c < graph.Coloring.Classes.Length; c++)
            {
                foreach (int spin in graph.Coloring.Classes[c])
                {
                    color[graph.Labels[spin]] = c;
                }
            }

            return color;
        }
    }

    // About one spin in 20 and one of the couplers left in 50.
    private static SpinGraph WithDefects(SpinGraph graph)
    {
        var random = new Random(5);
        SpinGraph part = graph.WithoutSpins(graph.Labels.Where(_ => random.Next(20) == 0));
        return part.WithoutEdges(
            part.Edges.Where(_ => random.Next(50) == 0).Select(e => new SpinEdge(part.Labels[e.I], part.Labels[e.J])));
    }
}
