namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class SlotScalingTests
{
    private static readonly float[] Rows = [10, 0.2f, 5, -1, 20, 0.7f, 5, 3]; // two rows of four slots

    private static readonly Likelihood Bernoulli = Likelihood.Bernoulli(4);
    private static readonly Likelihood Gaussian = Likelihood.Gaussian(4);
    private static readonly Likelihood Mixed = new(
        new GaussianSlots(1), new CategoricalSlots(1), new BernoulliSlots(1), new GaussianSlots(1));

    [TestMethod]
    public void EachSlotIsScaledByItsOwnRangeUnlessItLiesWithinTheUnitInterval()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.PerSlot, Rows, Bernoulli);

        CollectionAssert.AreEqual(new[] { 10f, 0f, 5f, -1f }, scaling.Offset);
        CollectionAssert.AreEqual(new[] { 10f, 1f, 0f, 4f }, scaling.Unit);
        Assert.IsFalse(scaling.IsIdentity);
    }

    [TestMethod]
    public void GaussianSlotsGetMeanZeroAndVarianceOne()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.PerSlot, Rows, Gaussian);
        float[] scaled = new float[8];

        scaling.Scale(Rows, scaled);

        CollectionAssert.AreEqual(new[] { 15f, 0.45f, 5, 1 }, scaling.Offset);
        CollectionAssert.AreEqual(new[] { 5f, 0.25f, 0, 2 }, scaling.Unit);
        CollectionAssert.AreEqual(new[] { -1f, -1, 0, -1, 1, 1, 0, 1 }, scaled.Select(value => MathF.Round(value, 5)).ToArray());
    }

    [TestMethod]
    public void SharedGaussianScalingTakesMeanAndDeviationOfAllValues()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.Shared, Rows, Gaussian);

        double mean = Rows.Average(), deviation = Math.Sqrt(Rows.Average(value => Math.Pow(value - mean, 2)));
        Assert.IsTrue(scaling.Offset.All(value => Math.Abs(value - mean) < 1e-5));
        Assert.IsTrue(scaling.Unit.All(value => Math.Abs(value - deviation) < 1e-5));
    }

    [TestMethod]
    public void SharedGaussianValuesComeBackWithinTheirRange()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.Shared, Rows, Gaussian);
        float[] scaled = [-9, 9, 0, float.NaN];
        scaling.Invert(scaled);

        Assert.AreEqual(new FeatureRange(-1, 20), scaling.OutputRange);
        CollectionAssert.AreEqual(new[] { -1, 20, scaling.Offset[2], float.NaN }, scaled);
        Assert.IsNull(SlotScaling.Learn(FeatureScaling.PerSlot, Rows, Gaussian).OutputRange);
        Assert.IsNull(SlotScaling.Learn(FeatureScaling.Shared, Rows, Bernoulli).OutputRange);
        foreach (FeatureRange wrong in (FeatureRange[])[new(1, 0), new(0, float.NaN), new(float.NegativeInfinity, 0)])
        {
            Assert.Contains("expected finite bounds", Assert.ThrowsExactly<ArgumentException>(() =>
                scaling with { OutputRange = wrong }).Message);
        }
    }

    [TestMethod]
    public void EachSlotIsScaledAsItsLawWantsIt()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.PerSlot, [10, 1, 7, -1, 20, 0, 9, 3], Mixed);

        CollectionAssert.AreEqual(new[] { 15f, 0, 7, 1 }, scaling.Offset);
        CollectionAssert.AreEqual(new[] { 5f, 1, 2, 2 }, scaling.Unit);
    }

    [TestMethod]
    public void FarFromZeroNoDigitsOfTheDeviationAreLost()
    {
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => 16_000_000f + (i % 2))];
        var scaling = SlotScaling.Learn(FeatureScaling.PerSlot, values, Likelihood.Gaussian(1));
        Assert.AreEqual(0.5, scaling.Unit[0], 1e-6);
    }

    [TestMethod]
    public void SharedScalingTakesTheWholeRange()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.Shared, Rows, Bernoulli);

        CollectionAssert.AreEqual(new[] { -1f, -1f, -1f, -1f }, scaling.Offset);
        CollectionAssert.AreEqual(new[] { 21f, 21f, 21f, 21f }, scaling.Unit);
        Assert.IsTrue(SlotScaling.Learn(FeatureScaling.Shared, [0, 0.5f], Likelihood.Bernoulli(2)).IsIdentity);
    }

    [TestMethod]
    public void InvertedScalingGivesTheValuesBack()
    {
        foreach ((FeatureScaling kind, Likelihood likelihood) in
            from kind in Enum.GetValues<FeatureScaling>()
            from likelihood in new[] { Bernoulli, Gaussian, Mixed }
            where kind != FeatureScaling.None || likelihood == Gaussian
            select (kind, likelihood))
        {
            var scaling = SlotScaling.Learn(kind, Rows, likelihood);
            float[] values = [.. Rows];

            scaling.Scale(values, values);
            scaling.Invert(values);

            for (int i = 0; i < values.Length; i++)
            {
                Assert.AreEqual(Rows[i], values[i], 1e-5);
            }
        }
    }

    [TestMethod]
    public void OnlyBernoulliSlotsAreClipped()
    {
        float[] scaled = new float[4];

        SlotScaling.Learn(FeatureScaling.PerSlot, [10, 1, 7, -1, 20, 0, 9, 3], Mixed).Scale([35, 3, 11, -3], scaled);

        CollectionAssert.AreEqual(new[] { 4f, 3, 1, -2 }, scaled);
    }

    [TestMethod]
    public void ValuesBeyondTheLearnedRangeAreClipped()
    {
        float[] scaled = new float[4];

        SlotScaling.Learn(FeatureScaling.PerSlot, Rows, Bernoulli).Scale([0, 1.5f, 6, 100], scaled);

        CollectionAssert.AreEqual(new[] { 0f, 1f, 0f, 1f }, scaled);
    }

    [TestMethod]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0, 0], [1]));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0, 0], [1, 1], Bernoulli)).Message,
            "each of 4 slots, got 2 and 2");
        var error = Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0, float.NaN], [1, 1]));
        StringAssert.Contains(error.Message, "slot 1");
        Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0], [-1]));
    }
}
