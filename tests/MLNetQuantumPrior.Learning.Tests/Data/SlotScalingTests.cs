namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class SlotScalingTests
{
    private static readonly float[] Rows = [10, 0.2f, 5, -1, 20, 0.7f, 5, 3]; // two rows of four slots

    [TestMethod]
    public void EachSlotIsScaledByItsOwnRangeUnlessItLiesWithinTheUnitInterval()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.PerSlot, Rows, 4);

        CollectionAssert.AreEqual(new[] { 10f, 0f, 5f, -1f }, scaling.Minimum);
        CollectionAssert.AreEqual(new[] { 10f, 1f, 0f, 4f }, scaling.Range);
        Assert.IsFalse(scaling.IsIdentity);
    }

    [TestMethod]
    public void SharedScalingTakesTheWholeRange()
    {
        var scaling = SlotScaling.Learn(FeatureScaling.Shared, Rows, 4);

        CollectionAssert.AreEqual(new[] { -1f, -1f, -1f, -1f }, scaling.Minimum);
        CollectionAssert.AreEqual(new[] { 21f, 21f, 21f, 21f }, scaling.Range);
        Assert.IsTrue(SlotScaling.Learn(FeatureScaling.Shared, [0, 0.5f], 2).IsIdentity);
    }

    [TestMethod]
    public void InvertedScalingGivesTheValuesBack()
    {
        foreach (FeatureScaling kind in new[] { FeatureScaling.PerSlot, FeatureScaling.Shared })
        {
            var scaling = SlotScaling.Learn(kind, Rows, 4);
            float[] values = [.. Rows];

            scaling.Scale(values, values);
            Assert.IsTrue(values.All(value => value is >= 0 and <= 1));
            scaling.Invert(values);

            for (int i = 0; i < values.Length; i++)
            {
                Assert.AreEqual(Rows[i], values[i], 1e-5);
            }
        }
    }

    [TestMethod]
    public void ValuesBeyondTheLearnedRangeAreClipped()
    {
        float[] scaled = new float[4];

        SlotScaling.Learn(FeatureScaling.PerSlot, Rows, 4).Scale([0, 1.5f, 6, 100], scaled);

        CollectionAssert.AreEqual(new[] { 0f, 1f, 0f, 1f }, scaled);
    }

    [TestMethod]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0, 0], [1]));
        var error = Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0, float.NaN], [1, 1]));
        StringAssert.Contains(error.Message, "slot 1");
        Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0], [-1]));
    }
}
