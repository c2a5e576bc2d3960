using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ClassMomentsTests
{
    public static IEnumerable<object[]> Graphs => [[SpinGraph.Complete(19)], [SpinGraph.Zephyr(1, 2)], [SpinGraph.FromEdges(3, [])]];

    // Batches smaller and larger than the blocks that are summed at once; a class that comes late, and rows without one.
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void AreTheMeansOfTanhsAndOfTheirProducts(SpinGraph graph)
    {
        const int rows = 3300;
        int n = graph.SpinCount;
        var random = new Random(1);
        float[] logits = [.. Enumerable.Range(0, rows * n).Select(_ => (float)(8 * (random.NextDouble() - 0.4)))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row < 3000 ? random.Next(-1, 2) : random.Next(-1, 3))];

        var moments = new ClassMoments(graph, ["a", "b", "c"], maxDegreeOfParallelism: 2);
        int first = 0;
        foreach (int end in new[] { 1, 8, 2900, 2900, rows })
        {
            moments.Add(logits.AsSpan(first * n, (end - first) * n), labels.AsSpan(first, end - first));
            first = end;
        }

        for (int label = 0; label < 3; label++)
        {
            int[] own = [.. Enumerable.Range(0, rows).Where(row => labels[row] == label)];
            LatentMoments actual = moments.Of(label);
            Assert.AreEqual(own.Length, moments.Rows(label));
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

    [TestMethod]
    public void RefusesWhatDoesNotFitAndAddsNothingOfIt()
    {
        SpinGraph graph = SpinGraph.Complete(2);
        var moments = new ClassMoments(graph, ["a", "b"]);

        Refused("Logits: expected 4 values, 2 rows of 2 spins, got 3.", () => moments.Add(new float[3], [0, 1]));
        Refused("Label of row 1: expected a class from 0 to 1, or -1 for none, got 2.", () => moments.Add(new float[4], [0, 2]));
        Refused("Label of row 0: expected a class from 0 to 1, or -1 for none, got -2.", () => moments.Add(new float[4], [-2, 0]));
        Refused("Logit 1 of row 1: expected a finite number, got NaN.", () => moments.Add([0, 0, 0, float.NaN], [0, 1]));
        Refused("Names of classes: expected at least one and none twice, got a, a.", () => new ClassMoments(graph, ["a", "a"]));
        Refused("Names of classes: expected at least one and none twice, got none.", () => new ClassMoments(graph, []));
        Assert.AreEqual(0, moments.Rows(0) + moments.Rows(1));

        static void Refused(string message, Action act) => Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }
}
