using System.Xml.Linq;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class ImageGridTests
{
    [TestMethod]
    public void ImagesStandInRowsAtTheirZoom()
    {
        // three images of 1 x 2 pixels, two in a row, three screen pixels a pixel
        DecodedPng png = DecodedPng.Of(ImageGrid.ToPng([0f, 1f, 0.5f, 2f, -1f, 1f], 1, 2, columns: 2, zoom: 3));

        Assert.AreEqual((2 + (2 * (6 + 2)), 2 + (2 * (3 + 2)), 1), (png.Width, png.Height, png.Channels));
        byte At(int x, int y) => png.At(x, y)[0];
        Assert.AreEqual(96, At(0, 0));
        Assert.AreEqual(0, At(2, 2));
        Assert.AreEqual(0, At(4, 4));
        Assert.AreEqual(255, At(5, 2));
        Assert.AreEqual(96, At(8, 2));
        Assert.AreEqual(128, At(10, 2));
        Assert.AreEqual(255, At(13, 2), "above 1 is white");
        Assert.AreEqual(0, At(2, 7), "below 0 is black");
        Assert.AreEqual(96, At(10, 7), "there is no fourth image");
    }

    [TestMethod]
    public void ValuesThatAreNoWholeImagesAreRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.ToPng(new float[5], 1, 2, 2));
        StringAssert.Contains(error.Message, "images of 1 x 2 values, got 5");
        Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.ToPng([], 1, 2, 2));
    }

    [TestMethod]
    public void ColoursStandTogetherWhateverWhiteIs()
    {
        // one image of 1 x 2 pixels: red 255 and 0, green 51 and 300, blue 0 and 102
        DecodedPng png = DecodedPng.Of(ImageGrid.ToPng([255, 0, 51, 300, 0, 102], 1, 2, columns: 1, zoom: 1, channels: 3, white: 255));

        Assert.AreEqual((6, 5, 3), (png.Width, png.Height, png.Channels));
        CollectionAssert.AreEqual(new byte[] { 255, 51, 0 }, png.At(2, 2));
        CollectionAssert.AreEqual(new byte[] { 0, 255, 102 }, png.At(3, 2));
        CollectionAssert.AreEqual(new byte[] { 96, 96, 96 }, png.At(4, 2));
    }

    [TestMethod]
    public void OtherChannelsAndNoWhiteAreRefused()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageGrid.ToPng(new float[4], 1, 2, 2, channels: 2)).Message,
            "expected 1 for grey or 3 for colours, got 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageGrid.ToPng(new float[4], 1, 2, 2, white: 0)).Message,
            "expected a finite number above 0, got 0");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.ToPng(new float[4], 1, 2, 2, channels: 3)).Message,
            "images of 1 x 2 x 3 values, got 4");
    }

    [TestMethod]
    public void RowsOfImagesHaveTheirTitles()
    {
        string svg = ImageGrid.ToSvg([new("Hat & beard", new float[] { 0, 1, 1, 0 }), new("None", new float[] { 1, 1 })], 1, 2, zoom: 3);

        XElement picture = XElement.Parse(svg);
        XNamespace names = "http://www.w3.org/2000/svg";
        CollectionAssert.AreEqual(new[] { "Hat & beard", "None" }, picture.Elements(names + "text").Select(text => text.Value).ToArray());
        XElement[] images = [.. picture.Elements(names + "image")];
        Assert.HasCount(2, images);
        foreach (XElement image in images)
        {
            const string Start = "data:image/png;base64,";
            string data = image.Attribute("href")!.Value;
            StringAssert.StartsWith(data, Start);
            DecodedPng png = DecodedPng.Of(Convert.FromBase64String(data[Start.Length..]));
            Assert.AreEqual((2 + (2 * (6 + 2)), 3 + 4), (png.Width, png.Height), "both rows have room for two images");
            Assert.AreEqual($"{png.Width} {png.Height}", $"{image.Attribute("width")!.Value} {image.Attribute("height")!.Value}");
        }

        Assert.AreEqual(255, DecodedPng.Of(Convert.FromBase64String(images[1].Attribute("href")!.Value[22..])).At(2, 2)[0]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ImageGrid.ToSvg([], 1, 2)).Message, "expected at least one");
    }
}
