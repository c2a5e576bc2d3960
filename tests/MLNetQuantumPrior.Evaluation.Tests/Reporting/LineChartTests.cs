using System.Globalization;
using System.Xml.Linq;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class LineChartTests
{
    [TestMethod]
    public void LinesKeepOrderAndScale()
    {
        XDocument svg = XDocument.Parse(
            LineChart.ToSvg("a < b", "epoch", new ChartLine("one", [10, 20, 40]), new ChartLine("two", [40, 40, 10])));

        (double X, double Y)[][] lines = [.. svg.Descendants().Where(IsSeries).Select(Points)];
        Assert.HasCount(2, lines);
        Assert.IsTrue(lines[0][0].X < lines[0][1].X && lines[0][1].X < lines[0][2].X);
        Assert.AreEqual(
            2, (lines[0][1].Y - lines[0][2].Y) / (lines[0][0].Y - lines[0][1].Y), 0.01, "20 to 40 is twice as far as 10 to 20, upwards");
        Assert.AreEqual(lines[0][2].Y, lines[1][0].Y, 1e-9);
        Assert.IsTrue(svg.Descendants().Any(e => e.Value == "a < b"));
    }

    [TestMethod]
    public void OneValueAndEqualValuesCanBeDrawn()
    {
        XDocument.Parse(LineChart.ToSvg("t", "x", new ChartLine("constant", [5])));
        XDocument.Parse(LineChart.ToSvg("t", "x", new ChartLine("zero", [0, 0])));
    }

    [TestMethod]
    public void WhatCannotBeDrawnIsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => LineChart.ToSvg("t", "x"));
        var error = Assert.ThrowsExactly<ArgumentException>(() => LineChart.ToSvg("t", "x", new ChartLine("loss", [1, double.NaN])));
        StringAssert.Contains(error.Message, "'loss'");
    }

    /// <summary>Ticks and grid lines are polylines too, but straight ones have no joins.</summary>
    private static bool IsSeries(XElement element) =>
        element.Name.LocalName == "polyline" && element.Attribute("style")!.Value.Contains("stroke-linejoin", StringComparison.Ordinal);

    private static (double X, double Y)[] Points(XElement polyline) =>
        [.. polyline.Attribute("points")!.Value.Split(' ').Select(point => point.Split(',')).Select(xy =>
            (double.Parse(xy[0], CultureInfo.InvariantCulture), double.Parse(xy[1], CultureInfo.InvariantCulture)))];
}
