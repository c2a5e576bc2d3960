using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

[TestClass]
public sealed class DigitMeasuresTests
{
    private const int Side = 28, Points = 16;
    private const double Middle = (Side - 1) / 2.0;

    [TestMethod]
    [DataRow(2, 0)]
    [DataRow(2, 30)]
    [DataRow(2.5, 45)]
    [DataRow(3, 90)]
    [DataRow(4, 15)]
    [DataRow(5, 0)]
    public void AStraightStrokeIsAsThickAsItWasDrawn(double width, double degrees)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        float[] pixels = Draw((x, y) =>
        {
            double along = (x * sin) - (y * cos), across = (x * cos) + (y * sin);
            return Math.Abs(along) <= 9 && Math.Abs(across) <= width / 2;
        });
        Assert.AreEqual(width, DigitMeasures.Of(pixels).Thickness, 0.09 * width, "Corners are rounded.");
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3.5)]
    public void ARingIsAsThickAsItWasDrawn(double width)
    {
        const double Radius = 8;
        float[] pixels = Draw((x, y) => Math.Abs(Math.Sqrt((x * x) + (y * y)) - Radius) <= width / 2);

        // Its area is w l, its outline 2 l rather than 2 (w + l): w' = w + w^2 / l, to second order.
        double length = 2 * Math.PI * Radius;
        Assert.AreEqual(width + (width * width / length), DigitMeasures.Of(pixels).Thickness, 0.12);
    }

    [TestMethod]
    [DataRow(6, 16, 0)]
    [DataRow(6, 16, 20)]
    [DataRow(6, 16, -35)]
    [DataRow(10, 18, 15)]
    [DataRow(14, 10, -10)]
    public void ARectangleThatIsSlantedHasItsSlantAndItsWidth(double width, double height, double degrees)
    {
        double shift = Math.Tan(degrees * Math.PI / 180);
        float[] pixels = Draw((x, y) => Math.Abs(y) <= height / 2 && Math.Abs(x + (shift * y)) <= width / 2);
        DigitMeasures measures = DigitMeasures.Of(pixels);
        Assert.AreEqual(degrees, measures.Slant, 0.5, "To the right is positive.");
        Assert.AreEqual(width, measures.Width, 0.15, "Whole pixels are counted at their centres.");
    }

    [TestMethod]
    public void WhereTheInkIsDoesNotMatterAndNothingIsMeasuredOfNone()
    {
        DigitMeasures one = DigitMeasures.Of(Draw((x, y) => Math.Abs(x) <= 2 && Math.Abs(y) <= 6));
        DigitMeasures other = DigitMeasures.Of(Draw((x, y) => Math.Abs(x - 4) <= 2 && Math.Abs(y + 3) <= 6));
        Assert.AreEqual(one.Thickness, other.Thickness, 1e-6);
        Assert.AreEqual(one.Slant, other.Slant, 1e-6);
        Assert.AreEqual(one.Width, other.Width, 1e-6);
        Assert.AreEqual(default, DigitMeasures.Of(new float[Side * Side]));
    }

    [TestMethod]
    public void ImagesNearABorderHaveNoValueButAreJudged()
    {
        DigitMeasures[] training = [.. Enumerable.Range(0, 1001).Select(k => new DigitMeasures(k, k, k))];
        DigitAttribute[] attributes = [.. DigitAttribute.Of(training)];
        CollectionAssert.AreEqual(new[] { "Stroke", "Slant", "Width" }, attributes.Select(attribute => attribute.Name).ToArray());
        DigitAttribute slant = attributes[1];
        CollectionAssert.AreEqual(
            new[] { 0, -1, -1, 1, -1, 2 }, new[] { 260, 261, 399, 400, 739, 740 }.Select(k => slant.Label(training[k])).ToArray());
        CollectionAssert.AreEqual(
            new[] { 0, 0, 1, 1, 2, 2 }, new[] { 260, 330, 331, 400, 671, 740 }.Select(k => slant.Judge(training[k])).ToArray());
    }

    /// <summary>An image of a shape, whose pixels are the share of them that it covers.</summary>
    private static float[] Draw(Func<double, double, bool> isInk)
    {
        float[] pixels = new float[Side * Side];
        for (int k = 0; k < pixels.Length * Points * Points; k++)
        {
            (int pixel, int point) = Math.DivRem(k, Points * Points);
            double x = (pixel % Side) - 0.5 + (((point % Points) + 0.5) / Points);
            double y = (pixel / Side) - 0.5 + (((point / Points) + 0.5) / Points);
            pixels[pixel] += isInk(x - Middle, y - Middle) ? 1f / (Points * Points) : 0;
        }

        return pixels;
    }
}
