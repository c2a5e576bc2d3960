namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class MetropolisDrawTests
{
    private const int Grid = 1 << 23; // the draw uses 23 bits of a random number

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.3)]
    [DataRow(1.0)]
    [DataRow(2.5)]
    public void FlipsWithFifteenSixteenthsOfTheMetropolisProbability(double beta)
    {
        for (float field = -6; field <= 6; field += 0.0625f)
        {
            foreach (float spin in new[] { -1f, 1f })
            {
                double expected = 0.9375 * Math.Min(1, Math.Exp(2 * beta * spin * field));
                Assert.AreEqual(expected, FlipProbability(field, spin, GibbsDraw.Scale(beta)), 5e-7, $"field {field}, spin {spin}");
            }
        }
    }

    [TestMethod]
    public void AStrongFieldDecides()
    {
        foreach (double beta in new[] { 1, 1e300 })
        {
            Assert.AreEqual(0, FlipProbability(float.MaxValue, -1, GibbsDraw.Scale(beta)));
            Assert.AreEqual(0.9375, FlipProbability(float.MaxValue, 1, GibbsDraw.Scale(beta)), 5e-7);
        }
    }

    /// <summary>Share of the random numbers that flip: they are the smallest ones, so their number is found by bisection.</summary>
    private static double FlipProbability(float field, float spin, float scale)
    {
        (int low, int high) = (0, Grid);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = MetropolisDraw.Spin(field, spin, scale, (uint)middle << 9) == -spin ? (middle + 1, high) : (low, middle);
        }

        return low / (double)Grid;
    }
}
