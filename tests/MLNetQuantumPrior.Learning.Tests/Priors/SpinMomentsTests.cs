using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class SpinMomentsTests
{
    public static IEnumerable<object[]> Graphs => [[SpinGraph.Complete(21)], [SpinGraph.Zephyr(1, 2)], [SpinGraph.FromEdges(3, [])]];

    // Twice, with fewer rows at the second time.
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void WeightedMomentsAreWeightedSums(SpinGraph graph)
    {
        var random = new Random(1);
        var moments = new SpinMoments(PairSums.For(graph, threads: 1));
        foreach (int rows in new[] { 100, 37 })
        {
            int n = graph.SpinCount;
            sbyte[] spins = [.. Enumerable.Range(0, rows * n).Select(_ => (sbyte)((2 * random.Next(2)) - 1))];
            double[] weights = [.. Enumerable.Range(0, rows).Select(_ => Math.Pow(random.NextDouble(), 4))];
            weights[5] = 0;
            double sum = weights.Sum();
            weights = [.. weights.Select(w => w / sum)];
            moments.Set(spins, weights);
            float[] parameters = [.. Enumerable.Range(0, n + graph.Edges.Length).Select(_ => random.NextSingle() - 0.5f)];
            var model = new IsingModel(graph, parameters.AsSpan(0, n), parameters.AsSpan(n));
            double meanEnergy = Enumerable.Range(0, rows).Sum(r => weights[r] * model.Energy(spins.AsSpan(r * n, n)));
            Assert.AreEqual(meanEnergy, moments.Energy(parameters), 1e-5);

            for (int i = 0; i < n; i++)
            {
                Assert.AreEqual(Enumerable.Range(0, rows).Sum(r => weights[r] * spins[(r * n) + i]), moments.Spins[i], 1e-6);
            }

            for (int e = 0; e < graph.Edges.Length; e++)
            {
                (int i, int j) = (graph.Edges[e].I, graph.Edges[e].J);
                double expected = Enumerable.Range(0, rows).Sum(r => weights[r] * spins[(r * n) + i] * spins[(r * n) + j]);
                Assert.AreEqual(expected, moments.Edges[e], 1e-6);
            }
        }
    }
}
