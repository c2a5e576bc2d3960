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
}
