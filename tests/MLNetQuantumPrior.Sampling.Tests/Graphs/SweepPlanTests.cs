namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SweepPlanTests
{
    public static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Complete(1), false],
        [SpinGraph.Complete(40), true],
        [SpinGraph.Bipartite(9, 12), true],
        [SpinGraph.Zephyr(2), false],
        [TestModels.Ring(12), false],
        [TestModels.Disconnected(), false],
    ];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void VisitsEverySpinOnceInColourOrderAndReadsAllItsNeighbours(SpinGraph graph, bool dense)
    {
        SweepPlan plan = graph.SweepPlan;

        CollectionAssert.AreEqual(graph.Coloring.Classes.SelectMany(c => c).ToArray(), plan.Order);
        for (int k = 0; k < plan.Order.Length; k++)
        {
            int spin = plan.Order[k];
            int[] neighbours = plan.Neighbour[plan.RowStart[k]..plan.RowStart[k + 1]];
            int[] edges = plan.Edge[plan.RowStart[k]..plan.RowStart[k + 1]];
            int[] expected = [.. graph.Edges.Where(e => e.I == spin || e.J == spin).Select(e => e.I + e.J - spin).Order()];
            CollectionAssert.AreEqual(expected, neighbours);
            for (int at = 0; at < edges.Length; at++)
            {
                SpinEdge edge = graph.Edges[edges[at]];
                Assert.AreEqual((Math.Min(spin, neighbours[at]), Math.Max(spin, neighbours[at])), (edge.I, edge.J));
            }

            var runs = new List<int>();
            for (int run = plan.RunStart[k]; run < plan.RunStart[k + 1]; run++)
            {
                runs.AddRange(Enumerable.Range(plan.RunFirst[run], plan.RunLength[run]));
            }

            CollectionAssert.AreEqual(neighbours, runs);
        }

        Assert.AreEqual(dense, plan.IsDense && graph.Edges.Length > 0);
    }
}
