using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class EdgeRunTests
{
    public static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Complete(9), 8],
        [SpinGraph.Bipartite(3, 5), 3],
        [SpinGraph.FromEdges(7, [new(0, 1), new(0, 2), new(0, 4), new(1, 5), new(2, 6)]), 4],
        [SpinGraph.FromEdges(3, []), 0],
    ];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void RunsHoldEveryEdgeOnceInOrder(SpinGraph graph, int count)
    {
        var runs = EdgeRun.Of(graph);

        Assert.HasCount(count, runs);
        CollectionAssert.AreEqual(
            graph.Edges.ToArray(),
            runs.SelectMany(run => Enumerable.Range(0, run.Length).Select(k => new SpinEdge(run.I, run.J + k))).ToArray());
        CollectionAssert.AreEqual(
            runs.Select(run => run.First).ToArray(), runs.Select((_, k) => runs.Take(k).Sum(run => run.Length)).ToArray());
    }

    [TestMethod]
    public void SpinsOfAnyNumberAreScaled()
    {
        foreach (int length in new[] { 0, 1, 63, 64, 65, 200 })
        {
            sbyte[] spins = [.. Enumerable.Range(0, length).Select(i => (sbyte)(i * i % 3 == 0 ? -1 : 1))];
            float[] values = new float[length];
            SpinValues.Scale(spins, 0.25f, values);
            CollectionAssert.AreEqual(spins.Select(spin => 0.25f * spin).ToArray(), values);
        }
    }
}
