namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class AutomaticScalingTests
{
    private const int Enough = 1000;

    [TestMethod]
    public void OnlyNumbersThatMeanAndDeviationSayLittleOfAreScaledByQuantiles()
    {
        SlotScaling scaling = Learn(
            Enough,
            x => 3 + (2 * x),                // normal
            x => MathF.Round(40 + (12 * x)), // whole
            x => x + (20 * Math.Sign(x)),    // two clusters, whose distance quantiles would hide
            x => MathF.Exp(1.5f * x),        // skewed
            x => -MathF.Exp(1.5f * x),       // to the other side
            x => MathF.Sinh(3 * x),          // heavy tails
            x => x < -0.7f ? -1 : x,         // one value in a quarter of the rows
            _ => 5);

        bool[] have = [.. scaling.Quantiles.Select(quantiles => quantiles is not null)];
        CollectionAssert.AreEqual((bool[])[false, false, false, true, true, true, true, false], have);
    }

    [TestMethod]
    public void FewRowsWideRowsAndOtherSlotsAreScaledEachByItself()
    {
        Func<float, float> skewed = x => MathF.Exp(1.5f * x), unit = x => x > 1 ? 1 : 0;

        Assert.IsTrue(Learn(Enough - 1, skewed).Quantiles.IsEmpty);
        Assert.IsTrue(Learn(Enough, [.. Enumerable.Repeat(skewed, 257)]).Quantiles.IsEmpty);
        Assert.IsFalse(Learn(Enough, [.. Enumerable.Repeat(skewed, 256)]).Quantiles.IsEmpty);
        Assert.IsTrue(Learn(Enough, x => x, x => 7 * x).Quantiles.IsEmpty, "none that needs it");
        float[] rows = Rows(Enough, [unit]);
        Assert.IsTrue(SlotScaling.Learn(FeatureScaling.Automatic, rows, Likelihood.Bernoulli(1)).Quantiles.IsEmpty);
    }

    private static SlotScaling Learn(int rows, params Func<float, float>[] slots) =>
        SlotScaling.Learn(FeatureScaling.Automatic, Rows(rows, slots), Likelihood.Gaussian(slots.Length));

    /// <summary>Functions of standard normal numbers, one a slot.</summary>
    private static float[] Rows(int rows, Func<float, float>[] slots)
    {
        var random = new Random(1);
        float[] values = new float[rows * slots.Length];
        for (int k = 0; k < values.Length; k++)
        {
            double size = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[k] = slots[k % slots.Length]((float)(size * Math.Cos(Math.Tau * random.NextDouble())));
        }

        return values;
    }
}
