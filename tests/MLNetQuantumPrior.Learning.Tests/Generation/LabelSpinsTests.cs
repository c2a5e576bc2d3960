using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LabelSpinsTests
{
    private const int Spins = 5;
    private static readonly double[] Shares = [0.5, 0.3, 0.2];

    public static IEnumerable<object[]> Graphs =>
        [[SpinGraph.Complete(Spins)], [SpinGraph.Bipartite(2, 3)], [SpinGraph.FromEdges(Spins, [])]];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void TheStartIsThePriorAndIndependentOfItTheShares(SpinGraph graph)
    {
        IsingModel prior = SmallMachines.Random(graph, 0.5f, seed: 60);
        double[] codes = new ExactEnumeration(prior).Probabilities();
        double[] joint = new ExactEnumeration(LabelSpins.Start(prior, Shares)).Probabilities();
        double[] one = [.. Enumerable.Range(0, 3).Select(k => joint.Where((_, state) => state >> Spins == 1 << k).Sum())];

        Assert.IsGreaterThan(0.7, one.Sum(), "labels mostly name one class");
        for (int k = 0; k < 3; k++)
        {
            Assert.AreEqual(Shares[k], one[k] / one.Sum(), 1e-5);
            for (int code = 0; code < codes.Length; code++)
            {
                Assert.AreEqual(codes[code] * one[k], joint[code | (1 << (Spins + k))], 1e-6);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void MomentsAreThoseOfRowsWithTheirLabels(SpinGraph graph)
    {
        var random = new Random(61);
        const int rows = 200;
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row < 3 ? row : random.Next(3))];
        float[] logits = [.. Enumerable.Range(0, rows * Spins).Select(_ => (float)(4 * (random.NextDouble() - 0.5)))];
        var codes = new LabelledCodes(["a", "b", "c"], Spins, logits, labels);
        var ofClasses = new CodeMoments(graph, codes, labels, count: 3, threads: 1);
        SpinGraph extended = LabelSpins.Extended(graph, classes: 3);

        TargetMoments moments = LabelSpins.Moments(extended, Spins, [ofClasses[0], ofClasses[1], ofClasses[2]]);

        Assert.AreEqual(rows, moments.Rows);
        for (int i = 0; i < Spins + 3; i++)
        {
            Assert.AreEqual(Enumerable.Range(0, rows).Average(row => Value(row, i)), moments.Values[i], 1e-5);
        }

        for (int e = 0; e < extended.Edges.Length; e++)
        {
            (int i, int j) = (extended.Edges[e].I, extended.Edges[e].J);
            double exact = Enumerable.Range(0, rows).Average(row => Value(row, i) * Value(row, j));
            Assert.AreEqual(exact, moments.Values[Spins + 3 + e], 1e-5, $"{extended.Edges[e]}");
        }

        double Value(int row, int i) => i < Spins ? Math.Tanh(logits[(row * Spins) + i] / 2) : labels[row] == i - Spins ? 1 : -1;
    }

    // The sampler that holds spins, and the law written out, are two ways to the same.
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void TheLawOfAClassIsWhatClampingDraws(SpinGraph graph)
    {
        IsingModel prior = SmallMachines.Random(graph, 0.5f, seed: 62);
        IsingModel labelled = SmallMachines.Random(LabelSpins.Extended(graph, classes: 3), 0.6f, seed: 63);
        const int reads = 40_000;
        for (int k = 0; k < 3; k++)
        {
            var clamping = new ClampingSampler(
                new ExactSampler(), Enumerable.Range(0, 3).Select(j => KeyValuePair.Create(Spins + j, (sbyte)(j == k ? 1 : -1))));
            SpinMatrix drawn = clamping.Sample(labelled, new(reads, 64)).Spins;
            IsingModel law = LabelSpins.Conditional(labelled, prior, k);

            Assert.AreSame(graph, law.Graph);
            var exact = new ExactEnumeration(law);
            for (int i = 0; i < Spins; i++)
            {
                double mean = Enumerable.Range(0, reads).Average(row => drawn[row][i]);
                Assert.AreEqual(exact.MeanSpins[i], mean, 4 * Math.Sqrt((1 - Math.Pow(exact.MeanSpins[i], 2)) / reads), $"s_{i}");
            }

            for (int e = 0; e < graph.Edges.Length; e++)
            {
                double correlation = exact.EdgeCorrelations[e];
                double mean = Enumerable.Range(0, reads).Average(row => drawn[row][graph.Edges[e].I] * drawn[row][graph.Edges[e].J]);
                Assert.AreEqual(correlation, mean, 4 * Math.Sqrt((1 - (correlation * correlation)) / reads), $"{graph.Edges[e]}");
            }
        }
    }
}
