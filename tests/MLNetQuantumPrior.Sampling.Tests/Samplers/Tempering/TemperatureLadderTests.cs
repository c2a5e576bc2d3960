namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class TemperatureLadderTests
{
    // sigma = sqrt(3 h^2 + 3 J^2) = 5 on a ring of 3.
    [TestMethod]
    public void StartsWithOneStandardDeviationAndGrowsGeometrically()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), (float)Math.Sqrt(3), (float)Math.Sqrt(16.0 / 3));

        double[] betas = TemperatureLadder.Initial(model, 5, target: 12.8);

        double[] expected = [0, 0.2, 0.8, 3.2, 12.8];
        for (int k = 0; k < 5; k++)
        {
            Assert.AreEqual(expected[k], betas[k], 1e-6);
        }
    }

    [TestMethod]
    public void StartsEvenlyWhereThatIsFineEnough()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0.01f, 0);

        CollectionAssert.AreEqual(new double[] { 0, 1 }, TemperatureLadder.Initial(model, 2, target: 1));
        double[] three = TemperatureLadder.Initial(model, 3, target: 2);
        Assert.AreEqual(1, three[1], 1e-12);
        CollectionAssert.AreEqual(new double[] { 0, 0, 0 }, TemperatureLadder.Initial(model, 3, target: 0));
    }

    // A barrier with a peak: the rejection between a and b is F(b) - F(a), where it adds up exactly.
    [TestMethod]
    public void RespacingEvensOutRejections()
    {
        static double Cumulative(double beta) => Math.Atan(40 * (beta - 0.3)) + (0.2 * beta);
        double[] betas = [.. Enumerable.Range(0, 21).Select(k => k / 20.0)];
        for (int repeat = 0; repeat < 10; repeat++)
        {
            betas = TemperatureLadder.Respaced(betas, Rejections());
        }

        double mean = Rejections().Average();
        Assert.AreEqual((0.0, 1.0), (betas[0], betas[^1]));
        foreach (double rejection in Rejections())
        {
            Assert.AreEqual(mean, rejection, 0.01 * mean);
        }

        double[] Rejections() => [.. betas.Skip(1).Zip(betas, (b, a) => Cumulative(b) - Cumulative(a))];
    }

    [TestMethod]
    public void RespacingLeavesEqualOrNoRejectionsAsTheyAre()
    {
        double[] betas = [0, 0.25, 0.5, 4];

        foreach (double rejection in new[] { 0, 0.125, 1 })
        {
            CollectionAssert.AreEqual(betas, TemperatureLadder.Respaced(betas, [rejection, rejection, rejection]));
        }
    }

    [TestMethod]
    public void RespacingKeepsTheOrderAndTheEnds()
    {
        var random = new Random(1);
        for (int repeat = 0; repeat < 2000; repeat++)
        {
            double[] betas = [0, .. Enumerable.Range(0, 9).Select(_ => random.NextDouble()).Order(), 1];
            double[] rejections = [.. Enumerable.Range(0, 10).Select(_ => Math.Pow(random.NextDouble(), 20))];

            double[] respaced = TemperatureLadder.Respaced(betas, rejections);

            Assert.AreEqual((0.0, 1.0), (respaced[0], respaced[^1]));
            CollectionAssert.AreEqual(respaced.Order().ToArray(), respaced);
        }
    }

    // No temperature is spent where swaps never fail.
    [TestMethod]
    public void RespacingGathersTemperaturesWhereSwapsFail() =>
        CollectionAssert.AreEqual(
            new[] { 0, 1.25, 1.5, 1.75, 4 }, TemperatureLadder.Respaced([0, 1, 2, 3, 4], [0, 0.5, 0, 0]));
}
