namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class SlotDivergenceTests
{
    private static readonly Likelihood Mixed = new(new BernoulliSlots(3), new GaussianSlots(2), new CategoricalSlots(3));

    [TestMethod]
    public void ARowThatIsReproducedExactlyHasNone()
    {
        float[] x = [0, 0.25f, 0.9f, -1.5f, 3, 0.2f, 0.3f, 0.5f];
        float[] outputs = [-60, Logit(0.25), Logit(0.9), -1.5f, 3, MathF.Log(0.2f), MathF.Log(0.3f), MathF.Log(0.5f)];

        foreach (double nats in Of(outputs, x))
        {
            Assert.AreEqual(0, nats, 1e-6);
        }

        static float Logit(double p) => (float)Math.Log(p / (1 - p));
    }

    [TestMethod]
    public void ElsewhereItIsMinusLogPLessTheLeastThereCanBe()
    {
        float[] x = [1, 0.25f, 0.9f, -1.5f, 3, 0, 1, 0], outputs = [0.5f, -2, 0.1f, 0, 1, 0.3f, -0.7f, 2];
        double[] o = Array.ConvertAll(outputs, value => (double)value), learned = [0.2, -0.4];
        double least = Enumerable.Range(0, 3).Sum(i => -TimesLog(x[i]) - TimesLog(1 - x[i]))
            + learned.Sum(w => Math.Log(2 * Math.PI * (GaussianSlots.VarianceFloor + Math.Exp(w))) / 2);

        double expected = PlainLikelihood.Nats(Mixed, o, Array.ConvertAll(x, value => (double)value), learned) - least;

        double[] nats = Of(outputs, x);
        Assert.AreEqual(expected, nats.Sum(), 1e-5);
        Assert.AreEqual(0, nats[5] + nats[7], 1e-12, "the category that is there has it all");

        static double TimesLog(double value) => value > 0 ? value * Math.Log(value) : 0;
    }

    [TestMethod]
    public void ACategoryThatIsNotKnownCostsNothing() => Assert.AreEqual(0, Of([0, 0, 0, 0, 0, 1, 2, 3], new float[8])[5..].Sum(), 1e-12);

    private static double[] Of(float[] outputs, float[] x)
    {
        float[] variances = new float[Mixed.Slots];
        double[] nats = new double[Mixed.Slots];
        Mixed.Variances([0.2f, -0.4f], variances);
        SlotDivergence.Of(Mixed, variances, outputs, x, nats);
        return nats;
    }
}
