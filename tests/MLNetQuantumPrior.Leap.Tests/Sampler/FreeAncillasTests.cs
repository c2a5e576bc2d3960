namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class FreeAncillasTests
{
    [TestMethod]
    public void EachQubitThatIsKeptIsCoupledToOneThatIsNot()
    {
        foreach (SpinGraph working in (SpinGraph[])
        [
            SpinGraph.Zephyr(4).WithoutSpins(3, 50, 51, 200), SpinGraph.Pegasus(4), SpinGraph.FromLabels([3, 5, 9], [new(3, 5)]),
            SpinGraph.Complete(5), SpinGraph.Bipartite(1, 6),
        ])
        {
            SpinGraph kept = FreeAncillas.LeaveIn(working);
            HashSet<int> free = [.. working.Labels.Except(kept.Labels)];
            foreach (int label in kept.Labels)
            {
                int spin = working.Labels.BinarySearch(label);
                int[] beside = working.Rows.NeighboursOf(spin).ToArray();
                Assert.IsTrue(beside.Any(other => free.Contains(working.Labels[other])), $"{working}: {label}");
            }
        }

        Assert.ThrowsExactly<ArgumentException>(() => FreeAncillas.LeaveIn(SpinGraph.Independent(3)));
    }

    [TestMethod]
    public void AZephyrProcessorLosesATenthToAncillas()
    {
        SpinGraph whole = SpinGraph.Zephyr(12);
        Assert.IsGreaterThan(0.9 * whole.SpinCount, FreeAncillas.LeaveIn(whole).SpinCount);
    }

    [TestMethod]
    public void AModelOnTheRestHasAFieldForEverySpin()
    {
        LeapSolver solver = FakeMachine.Solver(m: 3);
        SpinGraph graph = FreeAncillas.LeaveIn(solver.Graph);
        var placed = new PlacedGraph(solver, graph, FieldMethod.PolarizedAncilla);
        ProgrammedModel programmed = placed.Program(LeapSamplerTests.Random(graph, 0.2, 1), new(0.1, 0.1, 0, 0.005));
        Assert.HasCount(graph.Edges.Length + graph.SpinCount, programmed.Model.Graph.Edges, "a coupling of its own for each field");
        Assert.IsLessThanOrEqualTo(solver.Graph.SpinCount, placed.Graph.SpinCount);
    }
}
