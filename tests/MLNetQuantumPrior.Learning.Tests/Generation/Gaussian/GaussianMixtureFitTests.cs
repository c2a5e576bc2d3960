namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Fits against moments, and against laws that the rows were drawn from.</summary>
[TestClass]
public sealed class GaussianMixtureFitTests
{
    private const int Rows = 20_000;

    /// <summary>Two laws in the plane, of opposite correlation: covariances (1, .8; .8, 1) and (.5, -.3; -.3, .5).</summary>
    private static readonly GaussianMixture Truth = new(
    [
        new(0.3, [-3, 1], [1, 0.8f, 0.6f]),
        new(0.7, [2, 0], [0.70710678f, -0.42426407f, 0.56568542f]),
    ]);

    [TestMethod]
    public void OneComponentHasTheMomentsOfTheRows()
    {
        float[] rows = Draw(Truth, Rows, seed: 1);

        GaussianComponent fit = new GaussianMixtureFit(rows, 2, 1, new(1, 1)).Run(default).Components.Single();

        double[] x = Column(rows, 0), y = Column(rows, 1);
        double Covariance(double[] a, double[] b) => a.Zip(b, (u, v) => (u - a.Average()) * (v - b.Average())).Average();
        const double Ridge = 1e-4;
        Assert.AreEqual(1.0, fit.Weight);
        Assert.AreEqual(x.Average(), fit.Mean[0], 1e-5);
        Assert.AreEqual(y.Average(), fit.Mean[1], 1e-5);
        Assert.AreEqual(Covariance(x, x) + Ridge, fit.Root[0] * fit.Root[0], 1e-5);
        Assert.AreEqual(Covariance(x, y), fit.Root[0] * fit.Root[1], 1e-5);
        Assert.AreEqual(Covariance(y, y) + Ridge, (fit.Root[1] * fit.Root[1]) + (fit.Root[2] * fit.Root[2]), 1e-5);
    }

    [TestMethod]
    public void TwoComponentsFindTheLawsThatRowsWereDrawnFrom()
    {
        GaussianMixture fit = new GaussianMixtureFit(Draw(Truth, Rows, seed: 2), 2, 2, new(1, 1)).Run(default);

        GaussianComponent[] found = [.. fit.Components.OrderBy(component => component.Weight)];
        for (int k = 0; k < 2; k++)
        {
            // Standard errors are at most 1 / sqrt(6000) for means, and little more for the factors.
            Assert.AreEqual(Truth.Components[k].Weight, found[k].Weight, 4 * Math.Sqrt(0.21 / Rows));
            for (int i = 0; i < 2; i++)
            {
                Assert.AreEqual(Truth.Components[k].Mean[i], found[k].Mean[i], 4 / Math.Sqrt(6000));
            }

            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(Truth.Components[k].Root[i], found[k].Root[i], 4 / Math.Sqrt(6000));
            }
        }
    }

    [TestMethod]
    public void MoreComponentsDescribeNewRowsBetter()
    {
        float[] rows = Draw(Truth, 4000, seed: 3), held = Draw(Truth, 4000, seed: 4);

        double one = LogDensity(new GaussianMixtureFit(rows, 2, 1, new(1, 1)).Run(default), held);
        double two = LogDensity(new GaussianMixtureFit(rows, 2, 2, new(1, 1)).Run(default), held);
        double truth = LogDensity(Truth, held);

        Assert.IsGreaterThan(one + 0.3, two);
        Assert.AreEqual(truth, two, 0.02);
    }

    [TestMethod]
    public void RowsThatDoNotVaryHaveALaw()
    {
        GaussianMixture fit = new GaussianMixtureFit([1, 2, 1, 2, 1, 2], 2, 2, new(1, 1)).Run(default);

        foreach (GaussianComponent component in fit.Components)
        {
            CollectionAssert.AreEqual(new float[] { 1, 2 }, component.Mean);
            Assert.AreEqual(0.01, component.Root[0], 1e-6);
        }
    }

    [TestMethod]
    public void DrawsHaveTheMomentsOfTheLaw()
    {
        float[] rows = Draw(Truth, Rows, seed: 5);

        double[] x = Column(rows, 0), y = Column(rows, 1);
        Assert.AreEqual((0.3 * -3) + (0.7 * 2), x.Average(), 4 * Math.Sqrt(6 / (double)Rows));
        Assert.AreEqual(0.3, y.Average(), 4 * Math.Sqrt(1 / (double)Rows));
        // E[x y] = .3 (.8 - 3) + .7 (-.3)
        Assert.AreEqual(-0.87, x.Zip(y, (a, b) => a * b).Average(), 4 * Math.Sqrt(10 / (double)Rows));
    }

    [TestMethod]
    public void MatricesThatAreNotPositiveAreRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => CholeskyFactor.Factor([1, 2, 1], 2));

        StringAssert.Contains(error.Message, "expected a positive definite matrix");
    }

    [TestMethod]
    public void MixturesThatAreNoLawsAreRefused()
    {
        Refused("expected at least one component");
        Refused("expected a sum of 1, got 0.5", new GaussianComponent(0.5, [0], [1]));
        Refused("with a weight and a diagonal above 0", new GaussianComponent(1, [0], [0]));
        Refused("with a weight and a diagonal above 0", new GaussianComponent(1, [float.NaN], [1]));
        Refused("expected 1 means, at least one, and 1 values of the Cholesky factor, got 1 and 2", new GaussianComponent(1, [0], [1, 2]));

        static void Refused(string message, params GaussianComponent[] components) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new GaussianMixture([.. components])).Message, message);
    }

    private static double[] Column(float[] rows, int column) => [.. rows.Where((_, i) => i % 2 == column).Select(value => (double)value)];

    [TestMethod]
    public void MixturesOfTheSameComponentsAreEqual() => Assert.AreEqual(Truth, new GaussianMixture(Truth.Components));

    private static float[] Draw(GaussianMixture law, int rows, ulong seed)
    {
        var random = new UniformStream(seed, 9);
        float[] drawn = new float[rows * law.LatentSize], noise = new float[law.LatentSize], choice = new float[1];
        for (int row = 0; row < rows; row++)
        {
            random.Fill(choice);
            random.FillNormal(noise, 1);
            law.Choose(choice[0]).Draw(noise, 1, drawn.AsSpan(row * law.LatentSize, law.LatentSize));
        }

        return drawn;
    }

    /// <summary>Mean log density in the plane, with the inverse of L written out.</summary>
    private static double LogDensity(GaussianMixture law, float[] rows) =>
        rows.Chunk(2).Average(z => Math.Log(law.Components.Sum(component =>
    {
        double u = (z[0] - component.Mean[0]) / component.Root[0];
        double v = (z[1] - component.Mean[1] - (component.Root[1] * u)) / component.Root[2];
        return component.Weight * Math.Exp(-((u * u) + (v * v)) / 2) / (Math.Tau * component.Root[0] * component.Root[2]);
    })));
}
