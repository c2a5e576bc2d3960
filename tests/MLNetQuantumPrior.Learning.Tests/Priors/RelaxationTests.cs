namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Draws of bits, and the mean of the estimated gradients over all of them against the gradient of the exact mean.</summary>
[TestClass]
public sealed class RelaxationTests
{
    private const int Bits = 5;

    private static readonly double[] Logits = [-2.3, 0.4, 1.1, -0.2, 3];
    private static readonly double[] Slopes = [0.7, -1.3, 0.4, 2, -0.6];

    [TestMethod]
    [DataRow(Relaxation.BinaryConcrete, 0f, 1.0)]
    [DataRow(Relaxation.BinaryConcrete, -3f, 0.5)]
    [DataRow(Relaxation.BinaryConcrete, 2.5f, 2.0)]
    [DataRow(Relaxation.StraightThrough, -3f, 1.0)]
    [DataRow(Relaxation.ReinMax, 2.5f, 1.0)]
    [DataRow(Relaxation.ReinMax, 40f, 1.0)]
    [DataRow(Relaxation.ReinMax, -40f, 1.0)]
    public void BitsAreOneAsOftenAsTheLogitSays(Relaxation relaxation, float logit, double temperature)
    {
        const int Draws = 200_000;
        float[] logits = new float[Draws], uniforms = new float[Draws], bits = new float[Draws];
        Array.Fill(logits, logit);
        new UniformStream(1, 2).Fill(uniforms);

        IRelaxedBits.Of(relaxation, temperature).Sample(logits, uniforms, bits);

        double p = 1 / (1 + Math.Exp(-logit)); // whatever the temperature, z > 1/2 exactly when the hard bit is 1
        Assert.AreEqual(p, bits.Count(bit => bit > 0.5f) / (double)Draws, 4 * Math.Sqrt(p * (1 - p) / Draws));
        Assert.AreEqual(relaxation != Relaxation.BinaryConcrete, bits.All(bit => bit is 0 or 1));
    }

    [TestMethod]
    public void SoftBitsGradientEqualsCentralDifferences()
    {
        float[] logits = Numbers(50, 3), uniforms = new float[50], bits = new float[50], gradient = new float[50], weights = Numbers(50, 4);
        new UniformStream(4, 4).Fill(uniforms);
        var relaxed = new BinaryConcrete(0.5f);
        relaxed.Sample(logits, uniforms, bits);

        relaxed.Differentiate(logits, bits, weights, gradient);

        for (int i = 0; i < logits.Length; i++)
        {
            double noise = Math.Log(uniforms[i]) - Math.Log(1 - uniforms[i]);
            double[] at = [logits[i]];
            double expected = Enumeration.Derivative(at, 0, () => weights[i] / (1 + Math.Exp(-(at[0] + noise) / 0.5)));
            Assert.AreEqual(expected, gradient[i], 1e-5);
        }
    }

    [TestMethod]
    [DataRow(Relaxation.StraightThrough)]
    [DataRow(Relaxation.ReinMax)]
    public void GradientOfALossLinearInEachBitIsExact(Relaxation relaxation) =>
        AssertExact(relaxation, b => Linear(b) + (3 * b[0] * b[1]) - (2 * b[1] * b[2] * b[4]));

    [TestMethod]
    public void OnlyReinMaxIsExactForALossQuadraticInEachBit()
    {
        AssertExact(Relaxation.ReinMax, Quadratic);
        Assert.IsGreaterThan(0.05, LargestError(Relaxation.StraightThrough, Quadratic));

        static double Quadratic(double[] b) => Math.Pow(Linear(b), 2) + (b[0] * b[0] * b[3]);
    }

    /// <summary>The gradient of f(e b) is right up to e^order, so halving e divides the error by 2^(order + 1).</summary>
    [TestMethod]
    [DataRow(Relaxation.StraightThrough, 1)]
    [DataRow(Relaxation.ReinMax, 2)]
    public void OrderOfTheGradient(Relaxation relaxation, int order)
    {
        double ratio = ErrorAt(0.02) / ErrorAt(0.01);

        Assert.AreEqual(order + 1, Math.Log2(ratio), 0.1);

        double ErrorAt(double e) => LargestError(relaxation, b => Math.Exp(e * Linear(b)));
    }

    private static double Linear(double[] b) => b.Zip(Slopes, (bit, slope) => bit * slope).Sum();

    private static void AssertExact(Relaxation relaxation, Func<double[], double> loss) =>
        Assert.AreEqual(0, LargestError(relaxation, loss), 1e-5);

    /// <summary>
    /// The largest error of an entry of the mean of the estimates, from every state of the bits by its probability. The exact gradient is
    /// E_q[f (b - p)], that of the score function.
    /// </summary>
    private static double LargestError(Relaxation relaxation, Func<double[], double> loss)
    {
        double[] mean = new double[Bits], exact = new double[Bits];
        foreach (sbyte[] spins in Enumeration.States(Bits))
        {
            double q = Enumeration.Probability(spins, Logits);
            double[] b = [.. spins.Select(s => (s + 1) / 2.0)];
            float[] byBit = [.. b.Select((_, i) => (float)Enumeration.Derivative(b, i, () => loss(b)))], gradient = new float[Bits];
            IRelaxedBits.Of(relaxation, 1)
                .Differentiate([.. Logits.Select(l => (float)l)], [.. b.Select(bit => (float)bit)], byBit, gradient);
            for (int i = 0; i < Bits; i++)
            {
                mean[i] += q * gradient[i];
                exact[i] += q * loss(b) * (b[i] - (1 / (1 + Math.Exp(-Logits[i]))));
            }
        }

        return mean.Zip(exact, (m, e) => Math.Abs(m - e)).Max();
    }

    private static float[] Numbers(int count, ulong stream)
    {
        float[] numbers = new float[count];
        new UniformStream(7, stream).FillNormal(numbers, 1);
        return numbers;
    }
}
