namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class AffineMapTests
{
    private const int Height = 4, Width = 3;

    private static readonly float[] Image = [.. Enumerable.Range(1, Height * Width).Select(value => (float)value)];

    [TestMethod]
    public void TheIdentityChangesNothing() => CollectionAssert.AreEqual(Image, Apply(new(1, 0, 0, 0, 1, 0)));

    [TestMethod]
    public void AShiftBringsInZeros() => CollectionAssert.AreEqual(
        new float[] { 5, 6, 0, 8, 9, 0, 11, 12, 0, 0, 0, 0 }, Apply(new(1, 0, 1, 0, 1, 1)));

    [TestMethod]
    public void AQuarterOfAPixelMixesNeighbours() => CollectionAssert.AreEqual(
        new float[] { .75f, 1.75f, 2.75f, 3, 4.75f, 5.75f, 5.25f, 7.75f, 8.75f, 7.5f, 10.75f, 11.75f }, Apply(new(1, 0, -.25f, 0, 1, 0)));

    [TestMethod]
    public void HalfATurnReversesTheImage() =>
        CollectionAssert.AreEqual(Image.Reverse().ToArray(), Apply(new(-1, 0, Width - 1, 0, -1, Height - 1)));

    [TestMethod]
    public void PlacesFarOutsideAreZero() => CollectionAssert.AreEqual(new float[Image.Length], Apply(new(1, 0, 3e38f, 0, 1, -3e38f)));

    [TestMethod]
    public void DrawnMapsTurnAndScaleAboutTheMiddleWithinTheBounds()
    {
        var image = new ImageAugmentation(9, 5) { MaxShift = 2, MaxRotation = 10, MaxScaling = .2 };
        AffineMap[] maps = [.. Enumerable.Range(0, 1000).Select(stream => AffineMap.Draw(image, new(1, (ulong)stream)))];

        // The middle of 5 x 9 pixels is (2, 4).
        double[] shiftX = [.. maps.Select(map => (map.Xx * 2.0) + (map.Xy * 4) + map.X0 - 2)];
        double[] shiftY = [.. maps.Select(map => (map.Yx * 2.0) + (map.Yy * 4) + map.Y0 - 4)];
        double[] angle = [.. maps.Select(map => Math.Atan2(-map.Xy, map.Xx) * 180 / Math.PI)];
        AssertUniform(shiftX, 0, 2);
        AssertUniform(shiftY, 0, 2);
        AssertUniform(angle, 0, 10);
        AssertUniform([.. maps.Select(map => Math.Sqrt((map.Xx * map.Xx) + (map.Xy * map.Xy)))], 1, .2);
        AssertUniform([.. maps.Select(map => Math.Sqrt((map.Yx * map.Yx) + (map.Yy * map.Yy)))], 1, .2);
        foreach ((AffineMap map, double degrees) in maps.Zip(angle))
        {
            Assert.AreEqual(degrees, Math.Atan2(map.Yx, map.Yy) * 180 / Math.PI, 1e-4, "Expected both axes turned alike.");
        }
    }

    private static float[] Apply(AffineMap map)
    {
        float[] target = new float[Image.Length];
        map.Apply(Height, Width, Image, target);
        return target;
    }

    /// <summary>Within the bound, and of a uniform number's mean and variance bound^2 / 3, to 4 standard errors.</summary>
    private static void AssertUniform(double[] values, double middle, double bound)
    {
        double[] centred = [.. values.Select(value => value - middle)];
        Assert.IsTrue(centred.All(value => Math.Abs(value) <= bound * 1.00001));
        Assert.AreEqual(0, centred.Average(), 4 * bound / Math.Sqrt(3.0 * values.Length));
        double variance = centred.Average(value => value * value);
        Assert.AreEqual(bound * bound / 3, variance, 4 * bound * bound * Math.Sqrt(4 / (45.0 * values.Length)));
    }
}
