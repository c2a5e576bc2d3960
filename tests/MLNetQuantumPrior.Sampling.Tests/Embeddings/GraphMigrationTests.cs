namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class GraphMigrationTests
{
    private static readonly HardwareTopology Topology = HardwareTopology.Zephyr(4);

    [TestMethod]
    public void AChangeNamesSpinsAndCouplingsThatAreLost()
    {
        SpinGraph trained = SpinGraph.FromLabels([3, 5, 8, 9], [new(3, 5), new(5, 8), new(8, 9)]);
        SpinGraph today = SpinGraph.FromLabels([3, 5, 8, 11], [new(3, 5), new(5, 11), new(8, 11)]);

        GraphChange change = GraphChange.Between(trained, today);

        CollectionAssert.AreEqual(new[] { 3 }, change.LostSpins);
        CollectionAssert.AreEqual(new SpinEdge[] { new(1, 2), new(2, 3) }, change.LostCouplings);
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, change.AffectedSpins);
        Assert.IsFalse(change.IsEmpty);
        Assert.IsTrue(GraphChange.Between(trained, trained).IsEmpty);
    }

    [TestMethod]
    public void WhatIsStillThereStaysWhereItIs()
    {
        IsingModel model = TestModels.Random(CleanGrid.Largest(Topology, SpinGraph.Zephyr(4), tileSize: 2)!.Graph, 1, seed: 1);
        GraphMigration placed = GraphMigration.Find(model, Topology, SpinGraph.Zephyr(4).WithoutSpins(LastQubit))!;

        Assert.AreSame(model, placed.Model);
        CollectionAssert.AreEqual(model.Graph.Labels, placed.Qubits);
    }

    // A window of 2 x 2 cells in a corner loses a qubit: other cells have room for it.
    [TestMethod]
    public void ThePatternMovesToWhereNothingIsLost()
    {
        SpinGraph corner = SpinGraph.Zephyr(4).WithoutSpins(SpinGraph.Zephyr(4).Labels.Where(label => !IsInCorner(label)));
        IsingModel model = TestModels.Random(corner, 0.5, seed: 2);
        Assert.HasCount(SpinGraph.Zephyr(2).Edges.Length, corner.Edges);
        SpinGraph today = SpinGraph.Zephyr(4).WithoutSpins(corner.Labels[30]);

        GraphMigration moved = GraphMigration.Find(model, Topology, today)!;

        Assert.IsTrue(moved.Change.IsEmpty);
        Assert.AreSame(model, moved.Model);
        AssertIsTheSameModel(model, moved);

        static bool IsInCorner(int label)
        {
            TrackSegment at = Topology.SegmentOf(label);
            return at.Line <= 4 && at.Begin < 4;
        }
    }

    // A grid of two tracks a line has free ones beside it.
    [TestMethod]
    public void AParallelTrackReplacesOneThatIsLost()
    {
        IsingModel model = TestModels.Random(CleanGrid.Largest(Topology, SpinGraph.Zephyr(4), tileSize: 2)!.Graph, 1, seed: 3);
        SpinGraph today = SpinGraph.Zephyr(4).WithoutSpins(model.Graph.Labels[17], model.Graph.Labels[77]);

        GraphMigration moved = GraphMigration.Find(model, Topology, today)!;

        Assert.IsTrue(moved.Change.IsEmpty);
        AssertIsTheSameModel(model, moved);
    }

    [TestMethod]
    public void MirroredAndTurnedPlacesCount()
    {
        // All of one column of cells is gone, so that a strip along it fits only where it is turned.
        SpinGraph whole = SpinGraph.Zephyr(4);
        SpinGraph strip = whole.WithoutSpins(whole.Labels.Where(l => Topology.SegmentOf(l) is not { U: 0, Line: 0 }));
        SpinGraph today = whole.WithoutSpins(whole.Labels.Where(l => Topology.SegmentOf(l) is { U: 0, K: < 2 }));
        IsingModel model = TestModels.Random(strip, 1, seed: 4);

        GraphMigration moved = GraphMigration.Find(model, Topology, today)!;

        Assert.IsTrue(moved.Change.IsEmpty);
        Assert.IsTrue(moved.Qubits.All(qubit => Topology.SegmentOf(qubit).U == 1));
        AssertIsTheSameModel(model, moved);
    }

    // The whole chip is in use, so that there is no other place.
    [TestMethod]
    public void WithoutAnotherPlaceCouplingsAreLostAndTheirSpinsNamed()
    {
        SpinGraph trained = SpinGraph.Zephyr(4).WithoutSpins(0, 100);
        IsingModel model = TestModels.Random(trained, 1, seed: 5);
        SpinGraph today = SpinGraph.Zephyr(4).WithoutSpins(100, 200);

        GraphMigration placed = GraphMigration.Find(model, Topology, today)!;

        int lost = trained.Labels.BinarySearch(200);
        Assert.IsTrue(placed.Change.LostCouplings.All(e => e.I == lost || e.J == lost));
        Assert.HasCount(model.Couplings.Length - placed.Change.LostCouplings.Length, placed.Model.Couplings);
        Assert.AreEqual(0, placed.Qubits[lost]); // the only free qubit
        CollectionAssert.Contains(placed.Change.AffectedSpins, lost);
        CollectionAssert.AreEqual(trained.Labels, placed.Model.Graph.Labels);
        AssertIsTheSameModel(placed.Model, placed);
        for (int e = 0; e < placed.Model.Couplings.Length; e++)
        {
            int before = trained.Edges.BinarySearch(placed.Model.Graph.Edges[e]);
            Assert.AreEqual(model.Couplings[before], placed.Model.Couplings[e]);
        }
    }

    [TestMethod]
    public void TooFewQubitsAreNoPlace()
    {
        IsingModel model = TestModels.Uniform(SpinGraph.Zephyr(4), 0, 1);

        Assert.IsNull(GraphMigration.Find(model, Topology, SpinGraph.Zephyr(4).WithoutSpins(7)));
        Assert.ThrowsExactly<ArgumentException>(
            () => GraphMigration.Find(TestModels.Uniform(SpinGraph.FromLabels([9999], []), 1, 0), Topology, SpinGraph.Zephyr(4)));
    }

    [TestMethod]
    public void PatternsOfPegasusMoveByWholeCellsAndTurned()
    {
        var topology = HardwareTopology.Pegasus(5);
        SpinGraph whole = topology.CreateGraph();
        IsingModel model = TestModels.Random(CleanGrid.Largest(topology, whole.WithoutSpins(whole.Labels[^1]))!.Graph, 1, seed: 6);
        Assert.AreEqual(SpinGraph.Pegasus(4).SpinCount, model.SpinCount);
        GraphMigration moved = GraphMigration.Find(model, topology, whole.WithoutSpins(model.Graph.Labels[0]))!;

        Assert.IsTrue(moved.Change.IsEmpty);
        AssertIsTheSameModel(model, moved);
    }

    private static int LastQubit => SpinGraph.Zephyr(4).Labels[^1];

    private static void AssertIsTheSameModel(IsingModel model, GraphMigration moved)
    {
        IsingModel onQubits = moved.OnQubits();
        CollectionAssert.AreEqual(moved.Qubits.Order().ToArray(), onQubits.Graph.Labels);
        Assert.IsTrue(GraphChange.Between(onQubits.Graph, moved.Embedding.Target).IsEmpty);
        var random = new Random(1);
        for (int k = 0; k < 5; k++)
        {
            sbyte[] spins = [.. Enumerable.Range(0, model.SpinCount).Select(_ => (sbyte)(random.Next(2) == 0 ? 1 : -1))];
            sbyte[] placed = [.. moved.Order.Select(spin => spins[spin])];
            Assert.AreEqual(model.Energy(spins), onQubits.Energy(placed), 1e-3);
        }
    }
}
