using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The KL term and its gradients against enumeration of all configurations.</summary>
[TestClass]
public sealed class KlTermTests
{
    private const int Spins = 7, Rows = 3;

    private static IEnumerable<object[]> Graphs() =>
    [
        [SpinGraph.Complete(Spins)],
        [SpinGraph.Bipartite(3, 4)],
        [SpinGraph.FromEdges(Spins, [new(0, 6), new(2, 3)])],
        [SpinGraph.FromEdges(Spins, [])],
    ];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void KlUpToLogZEqualsItsDefinition(SpinGraph graph)
    {
        var setting = new Setting(graph);

        setting.Bottleneck.Differentiate(
            setting.Logits, setting.Latents, new float[setting.Logits.Length], new float[setting.Logits.Length]);

        double expected = setting.Rows().Average(row => Enumeration.Kl(row, setting.H, setting.Edges, setting.J))
            - Enumeration.LogZ(setting.H, setting.Edges, setting.J);
        Assert.AreEqual(expected, setting.Bottleneck.Energy - setting.Bottleneck.Entropy, 1e-5 * (1 + Math.Abs(expected)));
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void GradientByLogitsEqualsCentralDifferences(SpinGraph graph)
    {
        const float Weight = 0.7f;
        var setting = new Setting(graph) { Bottleneck = { KlWeight = Weight } };
        float[] gradient = new float[setting.Logits.Length];

        double penalty = setting.Bottleneck.Differentiate(setting.Logits, setting.Latents, new float[gradient.Length], gradient);

        Assert.AreEqual(Weight * (setting.Bottleneck.Energy - setting.Bottleneck.Entropy), penalty, 1e-9);
        double[][] rows = [.. setting.Rows()];
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < Spins; i++)
            {
                double expected = Weight / Rows * Enumeration.Derivative(
                    rows[row], i, () => Enumeration.Kl(rows[row], setting.H, setting.Edges, setting.J));
                Assert.AreEqual(expected, gradient[(row * Spins) + i], 1e-5, $"row {row}, latent {i}");
            }
        }
    }

    [TestMethod]
    [DataRow(Relaxation.BinaryConcrete)]
    [DataRow(Relaxation.StraightThrough)]
    [DataRow(Relaxation.ReinMax)]
    public void SureBitsHaveNoSubnormalGradientsOrLatents(Relaxation relaxation)
    {
        var prior = new BoltzmannPrior(SpinGraph.Complete(Spins), seed: 1, threads: 1);
        var bottleneck = new BoltzmannBottleneck(prior) { Bits = IRelaxedBits.Of(relaxation, temperature: 0.7) };
        float[] logits = [.. Enumerable.Range(0, 60 * Spins).Select(k => (k % 2 == 0 ? 0.3f : -0.3f) * k)]; // up to 126
        float[] latents = new float[logits.Length], gradient = new float[logits.Length];
        float[] byLatent = [.. logits.Select(logit => 1e-3f)];

        bottleneck.Sample(logits, latents);
        bottleneck.Differentiate(logits, latents, byLatent, gradient);

        Assert.IsFalse(latents.Concat(gradient).Any(float.IsSubnormal));
        Assert.IsTrue(gradient.Take(20).All(value => value != 0));
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void GradientByFieldsAndCouplingsEqualsCentralDifferences(SpinGraph graph)
    {
        const int Draws = 100_000;
        var setting = new Setting(graph);
        setting.Bottleneck.Differentiate(
            setting.Logits, setting.Latents, new float[setting.Logits.Length], new float[setting.Logits.Length]);
        var negative = new SpinMoments(setting.Prior.Pairs);
        negative.Set(new ExactSampler().Sample(setting.Prior.Model, new(Draws, 5)).Spins.AsSpan());
        float[] gradient = new float[Spins + graph.Edges.Length];

        setting.Bottleneck.PositivePhase.Subtract(negative, gradient);

        double[][] rows = [.. setting.Rows()];
        double Kl() => rows.Average(row => Enumeration.Kl(row, setting.H, setting.Edges, setting.J));
        double fourSigma = 4 / Math.Sqrt(Draws); // a product of spins has a deviation of at most 1
        for (int k = 0; k < gradient.Length; k++)
        {
            double expected = k < Spins ? Enumeration.Derivative(setting.H, k, Kl) : Enumeration.Derivative(setting.J, k - Spins, Kl);
            Assert.AreEqual(expected, gradient[k], fourSigma, $"parameter {k}");
        }
    }

    [TestMethod]
    public void DenseAndSparseSumsAgree()
    {
        SpinGraph graph = SpinGraph.Complete(21);
        float[] couplings = Numbers(graph.Edges.Length, 1), values = Numbers(21 * 13, 2);
        float[] denseFields = new float[values.Length], sparseFields = new float[values.Length];
        float[] denseCorrelations = new float[couplings.Length], sparseCorrelations = new float[couplings.Length];
        var (dense, sparse) = (new DensePairSums(graph, 2), new SparsePairSums(graph));

        dense.Fields(couplings, values, denseFields);
        sparse.Fields(couplings, values, sparseFields);
        dense.Correlations(values, denseCorrelations);
        sparse.Correlations(values, sparseCorrelations);

        for (int i = 0; i < values.Length; i++)
        {
            double exact = Enumerable.Range(0, graph.Edges.Length)
                .Where(k => graph.Edges[k].I == i % 21 || graph.Edges[k].J == i % 21)
                .Sum(k =>
                    (double)couplings[k] * values[(i / 21 * 21) + (graph.Edges[k].I == i % 21 ? graph.Edges[k].J : graph.Edges[k].I)]);
            Assert.AreEqual(exact, denseFields[i], 1e-5);
            Assert.AreEqual(exact, sparseFields[i], 1e-5);
        }

        for (int k = 0; k < couplings.Length; k++)
        {
            double exact = Enumerable.Range(0, 13)
                .Average(row => (double)values[(row * 21) + graph.Edges[k].I] * values[(row * 21) + graph.Edges[k].J]);
            Assert.AreEqual(exact, denseCorrelations[k], 1e-6);
            Assert.AreEqual(exact, sparseCorrelations[k], 1e-6);
        }
    }

    private static float[] Numbers(int count, ulong stream)
    {
        float[] numbers = new float[count];
        new UniformStream(7, stream).FillNormal(numbers, 1);
        return numbers;
    }

    /// <summary>A prior with random numbers on a graph, and rows of random logits.</summary>
    private sealed class Setting
    {
        public Setting(SpinGraph graph)
        {
            Prior = new(graph, 3, threads: 2);
            Numbers(Spins, 10).CopyTo(Prior.H);
            Numbers(graph.Edges.Length, 11).Select(j => j / 2).ToArray().CopyTo(Prior.J);
            Logits = [.. Numbers(KlTermTests.Rows * Spins, 12).Select(l => 2 * l)];
            Latents = [.. Logits.Select(l => 1 / (1 + MathF.Exp(-l)))];
            H = [.. Prior.H.ToArray().Select(h => (double)h)];
            J = [.. Prior.J.ToArray().Select(j => (double)j)];
            Edges = [.. graph.Edges.Select(edge => (edge.I, edge.J))];
            Bottleneck = new(Prior) { Bits = new BinaryConcrete(0.5f) };
            Bottleneck.Sample(Logits, new float[Logits.Length]);
        }

        public BoltzmannPrior Prior { get; }

        public BoltzmannBottleneck Bottleneck { get; }

        public float[] Logits { get; }

        public float[] Latents { get; }

        public double[] H { get; }

        public double[] J { get; }

        public (int I, int J)[] Edges { get; }

        public IEnumerable<double[]> Rows() => Logits.Chunk(Spins).Select(row => row.Select(l => (double)l).ToArray());
    }
}
