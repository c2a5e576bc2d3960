namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SweepPlanTests
{
    public static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Complete(1), false],
        [SpinGraph.Complete(40), true],
        [SpinGraph.Bipartite(9, 12), true],
        [SpinGraph.Bipartite(11, 18), true],
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
        SparseRows rows = plan.Sparse;
        for (int k = 0; k < plan.Order.Length; k++)
        {
            int spin = plan.Order[k];
            int[] neighbours = rows.Neighbour[rows.Start[k]..rows.Start[k + 1]];
            CollectionAssert.AreEqual(Neighbours(graph, spin), neighbours);
            for (int at = 0; at < neighbours.Length; at++)
            {
                AssertCouples(graph, rows.Edge[rows.Start[k] + at], spin, neighbours[at]);
            }
        }

        Assert.AreEqual(dense, plan.Grouped is not null);
        CollectionAssert.AreEqual(plan.Grouped?.Edge ?? rows.Edge, Gathered(graph, plan));
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void GroupsHoldTheSameNeighboursInTheirSlotsAndNoEmptyGroup(SpinGraph graph, bool _)
    {
        var rows = new GroupedRows(graph.SweepPlan.Sparse);

        for (int k = 0; k < graph.SpinCount; k++)
        {
            int spin = graph.SweepPlan.Order[k];
            var neighbours = new List<int>();
            int at = rows.WeightStart[k];
            for (int run = rows.Start[k]; run < rows.Start[k + 1]; run++)
            {
                for (int group = rows.First[run]; group < rows.First[run] + rows.Length[run]; group++)
                {
                    int before = neighbours.Count;
                    for (int slot = 0; slot < 4; slot++, at++)
                    {
                        if (rows.Edge[at] != GroupedRows.NoEdge)
                        {
                            neighbours.Add((4 * group) + slot);
                            AssertCouples(graph, rows.Edge[at], spin, neighbours[^1]);
                        }
                    }

                    Assert.IsGreaterThan(before, neighbours.Count);
                }
            }

            CollectionAssert.AreEqual(Neighbours(graph, spin), neighbours);
            Assert.AreEqual(rows.WeightStart[k + 1], at);
        }
    }

    private static int[] Neighbours(SpinGraph graph, int spin) =>
        [.. graph.Edges.Where(e => e.I == spin || e.J == spin).Select(e => e.I + e.J - spin).Order()];

    private static void AssertCouples(SpinGraph graph, int edge, int spin, int other) =>
        Assert.AreEqual(new SpinEdge(Math.Min(spin, other), Math.Max(spin, other)), graph.Edges[edge]);

    /// <summary>Couplings that are the numbers of their edges, gathered; an empty slot, weight 0, is shown as the edge -1.</summary>
    private static int[] Gathered(SpinGraph graph, SweepPlan plan)
    {
        float[] weights = new float[plan.WeightCount];
        plan.GatherWeights([.. Enumerable.Range(1, graph.Edges.Length).Select(e => (float)e)], weights);
        return [.. weights.Select(w => (int)w - 1)];
    }
}
