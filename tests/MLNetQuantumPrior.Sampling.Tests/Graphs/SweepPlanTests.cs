namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SweepPlanTests
{
    /// <summary>Graphs, and which share of neighbours is read in groups: 0, 1, or a least one.</summary>
    public static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Complete(1), 0.0],
        [SpinGraph.Complete(40), 1.0],
        [SpinGraph.Complete(37), 1.0],
        [SpinGraph.Bipartite(9, 12), 1.0],
        [SpinGraph.Bipartite(11, 18), 1.0],
        [SpinGraph.Chimera(3, 3), 0.6],
        [SpinGraph.Pegasus(3), 0.0],
        [SpinGraph.Pegasus(6), 0.5],
        [SpinGraph.Zephyr(2), 0.7],
        [SpinGraph.Zephyr(2).WithoutSpins([3, 70, 71, 100]), 0.6],
        [SpinGraph.Zephyr(1, 2), 0.0],
        [TestModels.Torus(6, 6), 0.0],
        [TestModels.Ring(12), 0.0],
        [TestModels.Disconnected(), 0.0],
        [SpinGraph.FromEdges(3, []), 0.0],
    ];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void VisitsEverySpinOnceColourAfterColour(SpinGraph graph, double _)
    {
        SweepPlan plan = graph.SweepPlan;
        int[][] visits =
        [
            .. graph.Coloring.Classes.Select((c, k) => plan.Order[graph.Coloring.Classes.Take(k).Sum(x => x.Length)..][..c.Length]),
        ];

        Assert.HasCount(graph.SpinCount, plan.Order);
        for (int k = 0; k < visits.Length; k++)
        {
            CollectionAssert.AreEquivalent(graph.Coloring.Classes[k], visits[k]);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void EveryVisitReadsEveryCouplingOfItsSpinOnce(SpinGraph graph, double grouped)
    {
        SweepPlan plan = graph.SweepPlan;
        int inGroups = 0;
        for (int b = 0; b < plan.BundleCount; b++)
        {
            int[] spins = plan.Order[plan.BundleStart[b]..plan.BundleStart[b + 1]];
            int[] groups = plan.Group[plan.GroupStart[b]..plan.GroupStart[b + 1]];
            int[] groupEdges = plan.GroupEdge[plan.GroupEdgeStart[b]..plan.GroupEdgeStart[b + 1]];
            int[] singles = plan.Single[plan.SingleStart[b]..plan.SingleStart[b + 1]];
            int[] singleEdges = plan.SingleEdge[plan.SingleStart[b]..plan.SingleStart[b + 1]];
            Assert.IsTrue(spins.Length is 1 or SweepPlan.BundleSize);
            Assert.HasCount(4 * spins.Length * groups.Length, groupEdges);
            for (int k = 0; k < spins.Length; k++)
            {
                var read = new List<(int Edge, int Neighbour)>();
                for (int at = 0; at < groupEdges.Length; at++)
                {
                    if (at / 4 % spins.Length == k)
                    {
                        read.Add((groupEdges[at], plan.Groups.Member[(4 * groups[at / 4 / spins.Length]) + (at % 4)]));
                    }
                }

                inGroups += read.Count(r => r.Edge != SweepPlan.NoEdge);
                read.AddRange(singleEdges.Zip(singles).Where((_, at) => at % spins.Length == k));
                read.RemoveAll(r => r.Edge == SweepPlan.NoEdge);
                int[] expected =
                    [.. Enumerable.Range(0, graph.Edges.Length).Where(e => graph.Edges[e].I == spins[k] || graph.Edges[e].J == spins[k])];
                CollectionAssert.AreEquivalent(expected, read.Select(r => r.Edge).ToArray(), $"spin {spins[k]}");
                foreach ((int edge, int neighbour) in read)
                {
                    Assert.AreEqual(graph.Edges[edge].I + graph.Edges[edge].J - spins[k], neighbour);
                }
            }
        }

        double share = inGroups / Math.Max(1.0, 2 * graph.Edges.Length);
        Assert.IsTrue(grouped is 0 or 1 ? share == grouped : share >= grouped, $"{share:F2} of all neighbours are read in groups");
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void SpinsOfABundleAreNotCoupled(SpinGraph graph, double _)
    {
        SweepPlan plan = graph.SweepPlan;
        var edges = graph.Edges.ToHashSet();
        for (int b = 0; b < plan.BundleCount; b++)
        {
            int[] spins = plan.Order[plan.BundleStart[b]..plan.BundleStart[b + 1]];
            Assert.IsFalse(spins.SelectMany(i => spins.Select(j => new SpinEdge(i, j))).Any(edges.Contains));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void GroupsKnowTheirMembers(SpinGraph graph, double _)
    {
        SpinGroups groups = graph.SweepPlan.Groups;
        for (int i = 0; i < graph.SpinCount; i++)
        {
            if (groups.Group[i] >= 0)
            {
                Assert.AreEqual(i, groups.Member[(4 * groups.Group[i]) + groups.Slot[i]]);
            }
        }

        for (int b = 0; b < graph.SweepPlan.BundleCount; b++)
        {
            if (graph.SweepPlan.OwnGroup[b] is var own && own >= 0)
            {
                CollectionAssert.AreEqual(
                    groups.Member[(4 * own)..][..4],
                    graph.SweepPlan.Order[graph.SweepPlan.BundleStart[b]..graph.SweepPlan.BundleStart[b + 1]]);
            }
        }
    }

    // On hardware graphs the point of the search is that four spins of one side of a block are visited at once.
    [TestMethod]
    public void ZephyrIsVisitedInBundlesOfFourThatAreGroups()
    {
        SweepPlan plan = SpinGraph.Zephyr(3).SweepPlan;

        Assert.AreEqual(SpinGraph.Zephyr(3).SpinCount / 4, plan.BundleCount);
        CollectionAssert.AreEqual(Enumerable.Range(0, plan.BundleCount).ToArray(), plan.OwnGroup.Order().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void GathersTheCouplingOfEverySlot(SpinGraph graph, double _)
    {
        SweepPlan plan = graph.SweepPlan;
        float[] ofGroups = new float[plan.GroupEdge.Length];
        float[] ofSingles = new float[plan.SingleEdge.Length];
        plan.GatherWeights([.. Enumerable.Range(1, graph.Edges.Length).Select(e => (float)e)], ofGroups, ofSingles);

        // Couplings that are the numbers of their edges; an empty slot, weight 0, is shown as the edge -1.
        CollectionAssert.AreEqual(plan.GroupEdge, ofGroups.Select(w => (int)w - 1).ToArray());
        CollectionAssert.AreEqual(plan.SingleEdge, ofSingles.Select(w => (int)w - 1).ToArray());
    }
}
