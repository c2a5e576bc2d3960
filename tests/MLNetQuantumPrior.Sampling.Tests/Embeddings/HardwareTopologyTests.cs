namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class HardwareTopologyTests
{
    public static IEnumerable<object[]> Topologies =>
    [
        [HardwareTopology.Zephyr(3)], [HardwareTopology.Zephyr(2, 3)], [HardwareTopology.Pegasus(2)], [HardwareTopology.Pegasus(5)],
    ];

    [TestMethod]
    [DynamicData(nameof(Topologies))]
    public void EveryLabelHasAPlaceOfItsOwn(HardwareTopology topology)
    {
        SpinGraph graph = topology.CreateGraph();

        Assert.AreEqual(topology.ToString(), graph.Name);
        Assert.AreEqual(graph.SpinCount, graph.Labels.Select(topology.SegmentOf).Distinct().Count());
        foreach (int label in graph.Labels)
        {
            Assert.AreEqual(label, topology.LabelOf(topology.SegmentOf(label)));
        }
    }

    // The picture on which all searches rest: spans and lines decide what is coupled across.
    [TestMethod]
    [DynamicData(nameof(Topologies))]
    public void SegmentsOfDifferentOrientationAreCoupledWhereTheyCross(HardwareTopology topology)
    {
        SpinGraph graph = topology.CreateGraph();
        var coupled = graph.Edges.ToHashSet();
        for (int i = 0; i < graph.SpinCount; i++)
        {
            for (int j = i + 1; j < graph.SpinCount; j++)
            {
                (TrackSegment a, TrackSegment b) = (topology.SegmentOf(graph.Labels[i]), topology.SegmentOf(graph.Labels[j]));
                if (a.U != b.U)
                {
                    Assert.AreEqual(Spans(a, b.Line) && Spans(b, a.Line), coupled.Contains(new(i, j)), $"{a} and {b}");
                }
            }
        }

        bool Spans(TrackSegment at, int line) => at.Begin <= line && line < at.Begin + topology.Span;
    }

    [TestMethod]
    public void SolversDescribeTopologiesByTypeAndShape()
    {
        Assert.AreEqual(HardwareTopology.Zephyr(12), HardwareTopology.Of("zephyr", 12, 4));
        Assert.AreEqual(HardwareTopology.Zephyr(12), HardwareTopology.Of("zephyr", 12));
        Assert.AreEqual(HardwareTopology.Pegasus(16), HardwareTopology.Of("pegasus", 16));
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => HardwareTopology.Of("chimera", 16, 16, 4)).Message,
            "Topology: expected zephyr [m, t] or pegasus [m], got chimera [16, 16, 4].");
        Assert.ThrowsExactly<ArgumentException>(() => HardwareTopology.Of("zephyr", 0, 4));
        Assert.ThrowsExactly<ArgumentException>(() => HardwareTopology.Of("pegasus", 1));
    }
}
