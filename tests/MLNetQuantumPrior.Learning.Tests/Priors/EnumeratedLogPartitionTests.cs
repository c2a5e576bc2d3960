using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class EnumeratedLogPartitionTests
{
    private static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Complete(1)], [SpinGraph.Complete(2)], [SpinGraph.Complete(12)], [SpinGraph.Bipartite(3, 4)],
        [SpinGraph.FromEdges(5, [new(0, 4), new(1, 2)])],
    ];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void ItIsThatOfEnumeration(SpinGraph graph)
    {
        var enumerated = new EnumeratedLogPartition(graph);
        foreach (float scale in (float[])[0.1f, 2, 200])
        {
            float[] h = Numbers(graph.SpinCount, 1), j = Numbers(graph.Edges.Length, 2);

            double expected = new ExactEnumeration(new IsingModel(graph, h, j)).LogPartition;
            Assert.AreEqual(expected, enumerated.Of(h, j), 1e-9 * Math.Max(1, Math.Abs(expected)));

            float[] Numbers(int count, ulong seed)
            {
                float[] numbers = new float[count];
                new UniformStream(seed, 1).Fill(numbers);
                return [.. numbers.Select(number => scale * (number - 0.5f))];
            }
        }
    }
}
