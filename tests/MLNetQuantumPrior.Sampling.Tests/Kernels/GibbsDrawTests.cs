namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class GibbsDrawTests
{
    private const int Grid = 1 << 23; // the draw uses 23 bits of a random number

    // The rounding error of 2^x is below 1e-6 of itself, the grid resolves 2^-23.
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.001)]
    [DataRow(0.3)]
    [DataRow(1.0)]
    [DataRow(2.5)]
    public void PlusHasTheConditionalProbability(double beta)
    {
        for (float field = -6; field <= 6; field += 0.0625f)
        {
            double expected = 1 / (1 + Math.Exp(2 * beta * field));
            Assert.AreEqual(expected, Probability(field, GibbsDraw.Scale(beta)), 5e-7, $"field {field}");
        }
    }

    [TestMethod]
    public void NoFieldOrNoBetaIsExactlyFair()
    {
        Assert.AreEqual(0.5, Probability(0, GibbsDraw.Scale(3)));
        Assert.AreEqual(0.5, Probability(100, GibbsDraw.Scale(0)));
    }

    [TestMethod]
    [DataRow(1e3f)]
    [DataRow(float.MaxValue)]
    public void AStrongFieldDecides(float field)
    {
        foreach (double beta in new[] { 1, 1e300 })
        {
            Assert.AreEqual(0, Probability(field, GibbsDraw.Scale(beta)));
            Assert.AreEqual(1, Probability(-field, GibbsDraw.Scale(beta)));
        }
    }

    /// <summary>Share of the random numbers that give +1: they are the smallest ones, so their number is found by bisection.</summary>
    private static double Probability(float field, float scale)
    {
        (int low, int high) = (0, Grid);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = GibbsDraw.Spin(field, scale, (uint)middle << 9) > 0 ? (middle + 1, high) : (low, middle);
        }

        return low / (double)Grid;
    }
}
