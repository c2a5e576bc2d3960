using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class CodeMomentsTests
{
    public static IEnumerable<object[]> Graphs => [[SpinGraph.Complete(19)], [SpinGraph.Zephyr(1, 2)], [SpinGraph.FromEdges(3, [])]];

    // More rows than are summed at once; a group that comes late, and rows without one.
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void AreTheMeansOfTanhsAndOfTheirProducts(SpinGraph graph)
    {
        const int rows = 3300;
        int n = graph.SpinCount;
        var random = new Random(1);
        float[] logits = [.. Enumerable.Range(0, rows * n).Select(_ => (float)(8 * (random.NextDouble() - 0.4)))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row < 3000 ? random.Next(-1, 2) : random.Next(-1, 3))];

        var moments = new CodeMoments(graph, new(["any"], n, logits, new int[rows]), labels, count: 3, threads: 2);
        for (int label = 0; label < 3; label++)
        {
            int[] own = [.. Enumerable.Range(0, rows).Where(row => labels[row] == label)];
            TargetMoments actual = moments[label];
            Assert.AreEqual(own.Length, actual.Rows);
            for (int i = 0; i < n; i++)
            {
                Assert.AreEqual(own.Average(row => Mean(row, i)), actual.Values[i], 2e-6);
            }

            for (int e = 0; e < graph.Edges.Length; e++)
            {
                (int i, int j) = (graph.Edges[e].I, graph.Edges[e].J);
                Assert.AreEqual(own.Average(row => Mean(row, i) * Mean(row, j)), actual.Values[n + e], 2e-6);
            }
        }

        double Mean(int row, int i) => Math.Tanh(logits[(row * n) + i] / 2.0);
    }
}
