namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class CleanGridTests
{
    [TestMethod]
    public void APerfectProcessorIsItsOwnGrid()
    {
        CleanGrid zephyr = CleanGrid.Largest(HardwareTopology.Zephyr(3), SpinGraph.Zephyr(3))!;
        CleanGrid pegasus = CleanGrid.Largest(HardwareTopology.Pegasus(3), SpinGraph.Pegasus(3))!;

        Assert.AreEqual((HardwareTopology.Zephyr(3), 336), (zephyr.Topology, zephyr.Graph.SpinCount));
        Assert.AreEqual((HardwareTopology.Pegasus(3), 128), (pegasus.Topology, pegasus.Graph.SpinCount));
    }

    // One dead qubit in the first cell leaves the rest, by a shift of half a cell or whole ones.
    [TestMethod]
    public void AWindowBesideTheDefectIsFound()
    {
        CleanGrid grid = CleanGrid.Largest(HardwareTopology.Zephyr(4), SpinGraph.Zephyr(4).WithoutSpins(0))!;

        Assert.AreEqual(HardwareTopology.Zephyr(3), grid.Topology);
        AssertHasThePattern(grid);
        Assert.AreEqual("part of zephyr(4,4)", grid.Graph.Name);
    }

    [TestMethod]
    [DataRow(4, 0.0)]
    [DataRow(3, 0.0)]
    [DataRow(2, 0.0)]
    [DataRow(2, 0.01)]
    [DataRow(1, 0.01)]
    public void DefectsOfAProcessorAreLeftOut(int tileSize, double lostCouplers)
    {
        var topology = HardwareTopology.Zephyr(12);
        SpinGraph working = Defects.Of(topology, 0.046, lostCouplers, seed: 1);
        CleanGrid grid = CleanGrid.Largest(topology, working, tileSize)!;

        Console.WriteLine($"{grid.Topology}: {grid.Graph.SpinCount} spins");
        Assert.AreEqual(tileSize, grid.Topology.TileSize);
        Assert.IsTrue(GraphChange.Between(grid.Graph, working).IsEmpty);
        AssertHasThePattern(grid);
    }

    [TestMethod]
    public void PegasusHasWindowsToo()
    {
        var topology = HardwareTopology.Pegasus(8);
        CleanGrid grid = CleanGrid.Largest(topology, Defects.Of(topology, 0.005, 0.0005, seed: 1))!;

        Assert.IsGreaterThanOrEqualTo(3, grid.Topology.GridSize);
        AssertHasThePattern(grid);
    }

    [TestMethod]
    public void NoCellIsWholeWithoutItsQubits()
    {
        var topology = HardwareTopology.Zephyr(1);

        Assert.IsNull(CleanGrid.Largest(topology, SpinGraph.Zephyr(1).WithoutSpins(5)));
        Assert.AreEqual(36, CleanGrid.Largest(topology, SpinGraph.Zephyr(1).WithoutSpins(5), tileSize: 3)!.Graph.SpinCount);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CleanGrid.Largest(topology, SpinGraph.Zephyr(1), tileSize: 5));
        Assert.ThrowsExactly<ArgumentException>(() => CleanGrid.Largest(topology, SpinGraph.Zephyr(2)));
    }

    /// <summary>As many spins and couplings of every degree as the pattern.</summary>
    private static void AssertHasThePattern(CleanGrid grid)
    {
        SpinGraph pattern = grid.Topology.CreateGraph();
        Assert.AreEqual(pattern.SpinCount, grid.Graph.SpinCount);
        Assert.HasCount(pattern.Edges.Length, grid.Graph.Edges);
        CollectionAssert.AreEqual(GraphDigest.Degrees(pattern).Order().ToArray(), GraphDigest.Degrees(grid.Graph).Order().ToArray());
    }
}
