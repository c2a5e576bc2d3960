namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The figures of a small model against sums over all its codes.</summary>
[TestClass]
public sealed class ModelEvaluationTests
{
    private const int Pixels = 4, Latents = 5;

    private static readonly BmVaeModel Model = TestModels.Random(Pixels, Latents);
    private static readonly double[] H = [.. Model.Prior.Fields.Select(h => (double)h)];
    private static readonly double[] J = [.. Model.Prior.Couplings.Select(j => (double)j)];
    private static readonly (int, int)[] Edges = [.. Model.Prior.Graph.Edges.Select(edge => (edge.I, edge.J))];

    private static readonly FeatureMatrix Binary = new(Pixels, [0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1]); // binarisation changes nothing

    [TestMethod]
    public void KlAndLogPartitionAreExact()
    {
        BmVaeMetrics metrics = ModelEvaluation.Measure(Model, Binary, new() { ImportanceSamples = 1 });

        Assert.AreEqual(Rows(Binary).Average(row => Enumeration.Kl(Logits(row), H, Edges, J)), metrics.Kl, 1e-5);
        Assert.AreEqual(Enumeration.LogZ(H, Edges, J), metrics.LogPartition.Value, 1e-6);
        Assert.AreEqual(-metrics.Reconstruction - metrics.Kl, metrics.Elbo);
        Assert.AreEqual(3, metrics.Rows);
    }

    [TestMethod]
    public void ReconstructionIsTheExpectationOverAllCodes()
    {
        const int Samples = 100_000;
        double mean = 0, variance = 0;
        foreach (float[] row in Rows(Binary))
        {
            (double first, double second) = (0, 0);
            foreach (sbyte[] s in Enumeration.States(Latents))
            {
                double q = Enumeration.Probability(s, Logits(row)), nats = -LogLikelihood(row, s);
                (first, second) = (first + (q * nats), second + (q * nats * nats));
            }

            (mean, variance) = (mean + (first / 3), variance + ((second - (first * first)) / 9));
        }

        BmVaeMetrics metrics = ModelEvaluation.Measure(Model, Binary, new() { ImportanceSamples = Samples });

        Assert.AreEqual(mean, metrics.Reconstruction, 4 * Math.Sqrt(variance / Samples));
    }

    [TestMethod]
    public void ImportanceWeightedBoundRisesFromTheElboToTheLikelihood()
    {
        double exact = Rows(Binary).Average(row =>
            Math.Log(Enumeration.States(Latents).Sum(s => Math.Exp(LogLikelihood(row, s) - Enumeration.Energy(s, H, Edges, J))))
                - Enumeration.LogZ(H, Edges, J));
        double elbo = ModelEvaluation.Measure(Model, Binary, new() { ImportanceSamples = 100_000 }).Elbo;

        double Bound(int samples) =>
            Enumerable.Range(0, 200).Average(seed =>
                ModelEvaluation.Measure(Model, Binary, new() { ImportanceSamples = samples, Seed = (ulong)seed }).ImportanceWeightedBound);

        Assert.AreEqual(elbo, Bound(1), 0.15, "one sample: the ELBO on average");
        Assert.IsTrue(Bound(1) < Bound(5) && Bound(5) < Bound(50), "more samples: a tighter bound");
        Assert.AreEqual(exact, ModelEvaluation.Measure(Model, Binary, new() { ImportanceSamples = 200_000 }).ImportanceWeightedBound, 0.01);
    }

    [TestMethod]
    public void SquaredErrorIsThatOfTheMostLikelyBits()
    {
        float[] x = [0.2f, 0.9f, 0.4f, 0], y = new float[Pixels];
        Model.Decode([.. Logits(x).Select(l => l > 0 ? 1f : 0f)], y);

        BmVaeMetrics metrics = ModelEvaluation.Measure(Model, new(Pixels, x), new());

        Assert.AreEqual(x.Zip(y, (a, b) => (a - b) * (a - b)).Average(), metrics.MeanSquaredError, 1e-7);
    }

    [TestMethod]
    public void EveryRowCountsOnce()
    {
        float[] values = [.. Enumerable.Range(0, 700 * Pixels).Select(i => i / Pixels < 300 ? 1f : 0f)];
        double Kl(float[] rows) => ModelEvaluation.Measure(Model, new(Pixels, rows), new() { ImportanceSamples = 3 }).Kl;

        double lit = Kl([.. Enumerable.Repeat(1f, Pixels)]), dark = Kl([.. Enumerable.Repeat(0f, Pixels)]);

        Assert.AreNotEqual(lit, dark, 0.01);
        Assert.AreEqual(((300 * lit) + (400 * dark)) / 700, Kl(values), 1e-9);
    }

    [TestMethod]
    public void SameSeedGivesTheSameFigures()
    {
        var rows = new FeatureMatrix(Pixels, [.. Enumerable.Range(0, 400).Select(i => i % 7 / 7f)]);

        Assert.AreEqual(ModelEvaluation.Measure(Model, rows, new() { Seed = 3 }), ModelEvaluation.Measure(Model, rows, new() { Seed = 3 }));
        Assert.AreNotEqual(
            ModelEvaluation.Measure(Model, rows, new() { Seed = 3 }), ModelEvaluation.Measure(Model, rows, new() { Seed = 4 }));
    }

    [TestMethod]
    public void DataOfAnotherSizeAreRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ModelEvaluation.Measure(Model, new(3, new float[3]), new()));
        StringAssert.Contains(error.Message, "expected at least one row of 4 features, got 1 rows of 3");
        error = Assert.ThrowsExactly<ArgumentException>(() =>
            ModelEvaluation.Measure(Model, new(Likelihood.Gaussian(Pixels), new float[Pixels]), new()));
        StringAssert.Contains(error.Message, "expected features of Bernoulli(4), the likelihood of the model, got Gaussian(4)");
        Assert.ThrowsExactly<ArgumentException>(() => ModelEvaluation.Measure(Model, new(Pixels, []), new()));
    }

    private static IEnumerable<float[]> Rows(FeatureMatrix data) => Enumerable.Range(0, data.Rows).Select(row => data[row].ToArray());

    private static double[] Logits(float[] row)
    {
        float[] logits = new float[Latents];
        Model.Encode(row, logits);
        return [.. logits.Select(l => (double)l)];
    }

    private static double LogLikelihood(float[] row, sbyte[] s)
    {
        float[] p = new float[Pixels];
        Model.Decode([.. s.Select(spin => (spin + 1) / 2f)], p);
        return row.Select((x, i) => Math.Log(x == 1 ? p[i] : 1 - (double)p[i])).Sum();
    }
}
