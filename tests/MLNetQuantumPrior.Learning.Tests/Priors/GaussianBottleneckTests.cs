namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Draws and KL term of Gaussian latents against integrals and central differences.</summary>
[TestClass]
public sealed class GaussianBottleneckTests
{
    private const int Latents = 19, Rows = 3, Code = 2 * Latents;
    private const float Weight = 0.7f;

    private static readonly float[] Codes = Numbers(1, Rows * Code), LatentGradient = Numbers(2, Rows * Latents);

    [TestMethod]
    public void KlIsTheIntegralOfItsDefinition()
    {
        GaussianBottleneck bottleneck = Step(Codes, LatentGradient, out _, out _, out double penalty);

        double expected = Pairs(Codes).Sum(pair => Integral(pair.Mean, pair.LogVariance)) / Rows;
        Assert.AreEqual(expected, bottleneck.Kl, 1e-5);
        Assert.AreEqual(Weight * bottleneck.Kl, penalty, 1e-12);
    }

    [TestMethod]
    public void AStandardNormalCodeCostsNothing()
    {
        GaussianBottleneck bottleneck = Step(new float[Rows * Code], new float[Rows * Latents], out _, out float[] gradient, out _);

        Assert.AreEqual(0, bottleneck.Kl);
        CollectionAssert.AreEqual(new float[Rows * Code], gradient);
    }

    [TestMethod]
    public void LatentsAreMeansPlusDeviationsTimesNoise()
    {
        Step(new float[Rows * Code], LatentGradient, out float[] noise, out _, out _); // mean 0, deviation 1
        Step(Codes, LatentGradient, out float[] latents, out _, out _);

        (double Mean, double LogVariance)[] pairs = [.. Pairs(Codes)];
        for (int k = 0; k < latents.Length; k++)
        {
            Assert.AreEqual(pairs[k].Mean + (Math.Exp(pairs[k].LogVariance / 2) * noise[k]), latents[k], 2e-6 * (1 + Math.Abs(latents[k])));
        }
    }

    [TestMethod]
    public void NoiseIsStandardNormal()
    {
        const int Draws = 200_000;
        var bottleneck = new GaussianBottleneck(Latents, threads: 2) { Noise = new(3, 4) };
        float[] z = new float[Draws * Latents];
        bottleneck.Sample(new float[Draws * Code], z);

        double Moment(int power) => z.Average(value => Math.Pow(value, power));
        double n = z.Length;
        Assert.AreEqual(0, Moment(1), 4 / Math.Sqrt(n));
        Assert.AreEqual(1, Moment(2), 4 * Math.Sqrt(2 / n));
        Assert.AreEqual(0, Moment(3), 4 * Math.Sqrt(15 / n));
        Assert.AreEqual(3, Moment(4), 4 * Math.Sqrt(96 / n));
        Assert.AreEqual(0, z.Zip(z.Skip(1), (a, b) => (double)a * b).Average(), 4 / Math.Sqrt(n), "neighbours");
    }

    [TestMethod]
    public void GradientByTheCodeEqualsCentralDifferences()
    {
        const double Step = 1e-5;
        GaussianBottleneckTests.Step(new float[Rows * Code], LatentGradient, out float[] noise, out _, out _);
        GaussianBottleneckTests.Step(Codes, LatentGradient, out _, out float[] gradient, out _);

        double[] codes = [.. Codes.Select(value => (double)value)];
        for (int k = 0; k < codes.Length; k++)
        {
            double value = codes[k];
            codes[k] = value + Step;
            double above = Loss(codes, noise);
            codes[k] = value - Step;
            double below = Loss(codes, noise);
            codes[k] = value;
            Assert.AreEqual((above - below) / (2 * Step), gradient[k], 1e-5 * (1 + Math.Abs(gradient[k])), $"value {k}");
        }

        // A loss whose gradient by the latents is LatentGradient, and the weighted KL term.
        static double Loss(double[] codes, float[] noise) => Pairs(codes)
            .Select((pair, k) => (LatentGradient[k] * (pair.Mean + (Math.Exp(pair.LogVariance / 2) * noise[k])))
                + (Weight / Rows * (Math.Exp(pair.LogVariance) + (pair.Mean * pair.Mean) - 1 - pair.LogVariance) / 2))
            .Sum();
    }

    [TestMethod]
    public void APartialBatchAfterAFullOneHasItsOwnKl()
    {
        var bottleneck = new GaussianBottleneck(Latents, threads: 1);
        foreach (int rows in new[] { 3, 1 })
        {
            float[] codes = Codes[..(rows * Code)], latents = new float[rows * Latents];
            bottleneck.Sample(codes, latents);
            bottleneck.Differentiate(codes, latents, new float[latents.Length], new float[codes.Length]);
        }

        Assert.AreEqual(Pairs(Codes[..Code]).Sum(pair => Integral(pair.Mean, pair.LogVariance)), bottleneck.Kl, 1e-5);
    }

    private static GaussianBottleneck Step(
        float[] codes, float[] latentGradient, out float[] latents, out float[] gradient, out double penalty)
    {
        var bottleneck = new GaussianBottleneck(Latents, threads: 2) { Noise = new(1, 2), KlWeight = Weight };
        latents = new float[Rows * Latents];
        gradient = new float[Rows * Code];
        bottleneck.Sample(codes, latents);
        penalty = bottleneck.Differentiate(codes, latents, latentGradient, gradient);
        return bottleneck;
    }

    private static IEnumerable<(double Mean, double LogVariance)> Pairs(float[] codes) =>
        Pairs(Array.ConvertAll(codes, value => (double)value));

    private static IEnumerable<(double Mean, double LogVariance)> Pairs(double[] codes) =>
        codes.Chunk(Code).SelectMany(row => row.Take(Latents).Zip(row.Skip(Latents)));

    /// <summary>The integral of q (log q - log p) over 12 deviations to each side.</summary>
    private static double Integral(double mean, double logVariance)
    {
        const int Steps = 20_000;
        double deviation = Math.Exp(logVariance / 2), width = 24 * deviation / Steps, sum = 0;
        for (int k = 0; k < Steps; k++)
        {
            double z = mean + (width * (k + 0.5)) - (12 * deviation), u = (z - mean) / deviation;
            double logQ = -((u * u) + Math.Log(Math.Tau) + logVariance) / 2, logP = -((z * z) + Math.Log(Math.Tau)) / 2;
            sum += Math.Exp(logQ) * (logQ - logP) * width;
        }

        return sum;
    }

    private static float[] Numbers(ulong stream, int count)
    {
        float[] numbers = new float[count];
        new UniformStream(7, stream).FillNormal(numbers, 1);
        return numbers;
    }
}
