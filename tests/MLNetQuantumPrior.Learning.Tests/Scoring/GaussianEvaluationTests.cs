using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The figures of small Gaussian models against integrals over their latents.</summary>
[TestClass]
public sealed class GaussianEvaluationTests
{
    private const int Pixels = 4;

    private static readonly FeatureMatrix Binary = new(Pixels, [0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1]); // binarisation changes nothing

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void KlAndReconstructionAreTheIntegralsOfTheirDefinitions(int latents)
    {
        const int Samples = 100_000;
        BmVaeModel model = Random(latents);
        double kl = 0, nats = 0, squares = 0;
        foreach (Row row in Rows(model))
        {
            kl += row.Expectation(z => row.LogPosterior(z) - LogNormal(z)) / 3;
            nats += row.Expectation(z => -row.LogLikelihood(z)) / 3;
            squares += row.Expectation(z => Math.Pow(row.LogLikelihood(z), 2)) / 3;
        }

        BmVaeMetrics metrics = ModelEvaluation.Measure(model, Binary, new() { ImportanceSamples = Samples });

        Assert.AreEqual(kl, metrics.Kl, 1e-5);
        Assert.AreEqual(nats, metrics.Reconstruction, 4 * Math.Sqrt(squares / 3 / Samples));
        Assert.AreEqual(-metrics.Reconstruction - metrics.Kl, metrics.Elbo);
        Assert.AreEqual(PriorKind.Gaussian, metrics.Prior);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void ImportanceWeightedBoundRisesFromTheElboToTheLikelihood(int latents)
    {
        BmVaeModel model = Random(latents);
        double exact = Rows(model).Average(row => Math.Log(row.Integral(z => Math.Exp(row.LogLikelihood(z) + LogNormal(z)))));
        double elbo = ModelEvaluation.Measure(model, Binary, new() { ImportanceSamples = 100_000 }).Elbo;

        double Bound(int samples) => Enumerable.Range(0, 300).Average(seed =>
            ModelEvaluation.Measure(model, Binary, new() { ImportanceSamples = samples, Seed = (ulong)seed }).ImportanceWeightedBound);

        double one = Bound(1), five = Bound(5), fifty = Bound(50);
        Assert.AreEqual(elbo, one, 0.25, "one sample: the ELBO on average");
        Assert.IsTrue(one < five && five < fifty && fifty < exact + 0.02, "more samples: a tighter bound");
        Assert.AreEqual(exact, ModelEvaluation.Measure(model, Binary, new() { ImportanceSamples = 400_000 }).ImportanceWeightedBound, 0.02);
    }

    [TestMethod]
    public void SquaredErrorIsThatOfTheMeans()
    {
        BmVaeModel model = Random(2);
        float[] x = [0.2f, 0.9f, 0.4f, 0], means = new float[2], y = new float[Pixels];
        model.Encode(x, means);
        model.Decode(means, y);

        BmVaeMetrics metrics = ModelEvaluation.Measure(model, new(Pixels, x), new());

        Assert.AreEqual(x.Zip(y, (a, b) => (a - b) * (a - b)).Average(), metrics.MeanSquaredError, 1e-7);
    }

    [TestMethod]
    public void LogPartitionIsThatOfHalfTheSquare()
    {
        LogPartitionEstimate logZ = ModelEvaluation.Measure(Random(2), Binary, new()).LogPartition;

        double integral = Math.Pow(Enumerable.Range(-1000, 2001).Sum(k => Math.Exp(-k * 0.01 * k * 0.01 / 2) * 0.01), 2);
        Assert.AreEqual(Math.Log(integral), logZ.Value, 1e-9);
        Assert.AreEqual((0, LogPartitionMethod.ClosedForm), (logZ.StandardError, logZ.Method));
    }

    private static BmVaeModel Random(int latents)
    {
        VaeArchitecture architecture = new([new Dense(Pixels, 2 * latents)], [new Dense(latents, Pixels)]);
        float[] parameters = new float[architecture.ParameterCount];
        int encoder = architecture.Parameters[2].Offset;
        new UniformStream(5, 1).FillNormal(parameters.AsSpan(0, encoder), 0.3f); // deviations near 1: wide enough for every posterior
        new UniformStream(5, 2).FillNormal(parameters.AsSpan(encoder), 1);
        return BmVaeModel.Gaussian(architecture, parameters);
    }

    private static double LogNormal(double[] z) => z.Sum(value => -((value * value) + Math.Log(Math.Tau)) / 2);

    private static IEnumerable<Row> Rows(BmVaeModel model) =>
        Enumerable.Range(0, Binary.Rows).Select(row => new Row(model, Binary[row].ToArray()));

    /// <summary>A row's posterior and likelihood, on a grid around the origin that both reach well into.</summary>
    private sealed class Row(BmVaeModel model, float[] x)
    {
        private const double Reach = 16, Width = 0.1;

        private readonly int _latents = model.Architecture.LatentSize;
        private readonly float[] _code = Code(model, x);

        public double LogPosterior(double[] z) =>
            z.Select((value, i) => (Value: value, Mean: _code[i], LogVariance: _code[_latents + i])).Sum(one =>
            -((Math.Pow(one.Value - one.Mean, 2) / Math.Exp(one.LogVariance)) + one.LogVariance + Math.Log(Math.Tau)) / 2);

        /// <summary>The decoder is one dense layer: weights [latents, pixels], then biases.</summary>
        public double LogLikelihood(double[] z)
        {
            ReadOnlySpan<float> decoder = model.Parameters[((Pixels * 2 * _latents) + (2 * _latents))..];
            double sum = 0;
            for (int pixel = 0; pixel < Pixels; pixel++)
            {
                double o = decoder[(_latents * Pixels) + pixel];
                for (int i = 0; i < _latents; i++)
                {
                    o += z[i] * decoder[(i * Pixels) + pixel];
                }

                sum += (x[pixel] * o) - Math.Log(1 + Math.Exp(o));
            }

            return sum;
        }

        public double Expectation(Func<double[], double> value) => Integral(z => Math.Exp(LogPosterior(z)) * value(z));

        public double Integral(Func<double[], double> value)
        {
            double[] axis = [.. Enumerable.Range(0, (int)(2 * Reach / Width)).Select(k => (Width * (k + 0.5)) - Reach)];
            double sum = _latents == 1 ? axis.Sum(z => value([z])) : axis.Sum(a => axis.Sum(b => value([a, b])));
            return sum * Math.Pow(Width, _latents);
        }

        private static float[] Code(BmVaeModel model, float[] x)
        {
            float[] code = new float[model.Architecture.CodeSize];
            model.EncodeScaled(x, code);
            return code;
        }
    }
}
