using Microsoft.ML.Data;

namespace MLNetContract.ImageAnalytics.Tests;

[TestClass]
public sealed class MLImageTests
{
    [TestMethod]
    public void AnImageOfPixelsKeepsThem()
    {
        byte[] pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)i)];
        using MLImage image = MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, pixels);
        Assert.AreEqual((3, 2, 32, MLPixelFormat.Rgba32), (image.Width, image.Height, image.BitsPerPixel, image.PixelFormat));
        CollectionAssert.AreEqual(pixels, image.Pixels.ToArray());
        pixels[0] = 99;
        Assert.AreEqual(0, image.Pixels[0], "they are its own");
        image.Tag = "name";
        Assert.AreEqual("name", image.Tag);
    }

    [TestMethod]
    public void WrongPixelsAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 1, MLPixelFormat.Unknown, new byte[4]));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(0, 1, MLPixelFormat.Bgra32, []));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 0, MLPixelFormat.Bgra32, []));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[3]));
    }

    [TestMethod]
    public void ADisposedImageHasNothing()
    {
        MLImage image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[4]);
        image.Dispose();
        image.Dispose();
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Width);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Pixels.Length);
    }

    [TestMethod]
    public void AnImageSavedAsPngComesBack()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.png");
        try
        {
            byte[] bgra = [1, 2, 3, 255, 250, 0, 128, 255];
            using (MLImage image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, bgra))
                image.Save(file);
            using MLImage read = MLImage.CreateFromFile(file);
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 250, 0, 128 }, read.GetBGRPixels);
            using MLImage streamed = MLImage.CreateFromStream(new MemoryStream(File.ReadAllBytes(file)));
            CollectionAssert.AreEqual(read.Pixels.ToArray(), streamed.Pixels.ToArray());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void WhatIsNoImageIsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream([1, 2, 3])));
        Assert.ThrowsExactly<ArgumentNullException>(() => MLImage.CreateFromStream(null));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromFile("no such file.png"));
        using MLImage image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[4]);
        Assert.ThrowsExactly<ArgumentException>(() => image.Save("image.txt"));
    }

    [TestMethod]
    [DataRow((byte)1, new byte[] { 0, 0b1010_0000 }, new byte[] { 255, 0, 255 })]
    [DataRow((byte)2, new byte[] { 0, 0b11_01_00_00 }, new byte[] { 255, 85, 0 })]
    [DataRow((byte)4, new byte[] { 0, 0xF1, 0x80 }, new byte[] { 255, 17, 136 })]
    [DataRow((byte)8, new byte[] { 0, 7, 8, 9 }, new byte[] { 7, 8, 9 })]
    [DataRow((byte)16, new byte[] { 0, 7, 0, 8, 0, 9, 0 }, new byte[] { 7, 8, 9 })]
    public void GreyIsReadAtEveryDepth(byte depth, byte[] row, byte[] expected)
    {
        using MLImage image = Read(PngFile.Of(3, 1, depth, PngFile.Grey, [row]));
        CollectionAssert.AreEqual(expected.SelectMany(grey => (byte[])[grey, grey, grey]).ToArray(), image.GetBGRPixels);
    }

    [TestMethod]
    public void ColoursAreReadInEveryWay()
    {
        byte[] expected = [30, 20, 10, 60, 50, 40];
        using MLImage rgb = Read(PngFile.Of(2, 1, 8, PngFile.Rgb, [[0, 10, 20, 30, 40, 50, 60]]));
        using MLImage rgba = Read(PngFile.Of(2, 1, 8, PngFile.Rgba, [[0, 10, 20, 30, 255, 40, 50, 60, 255]]));
        using MLImage palette = Read(PngFile.Of(2, 1, 1, PngFile.Palette, [[0, 0b0100_0000]], ("PLTE", [10, 20, 30, 40, 50, 60])));
        foreach (MLImage image in (MLImage[])[rgb, rgba, palette])
        {
            CollectionAssert.AreEqual(expected, image.GetBGRPixels);
            CollectionAssert.AreEqual(new byte[] { 255, 255 }, new[] { image.Pixels[3], image.Pixels[7] });
        }
        using MLImage greyAlpha = Read(PngFile.Of(1, 1, 8, PngFile.GreyAlpha, [[0, 200, 0]]));
        Assert.AreEqual(0, greyAlpha.Pixels[3]);
    }

    [TestMethod]
    public void FiltersAreUndone()
    {
        byte[][] rows = [[1, 10, 5, 5], [2, 1, 1, 1], [3, 10, 10, 10], [4, 1, 2, 3], [0, 1, 2, 3]];
        // By hand, from the definitions: left; above; mean of both; Paeth's choice among left, above and above left; none.
        byte[] expected = [10, 15, 20, 11, 16, 21, 15, 25, 33, 16, 27, 36, 1, 2, 3];
        using MLImage image = Read(PngFile.Of(3, 5, 8, PngFile.Grey, rows));
        CollectionAssert.AreEqual(expected, image.GetBGRPixels.Where((_, i) => i % 3 == 0).ToArray());
    }

    [TestMethod]
    public void EveryDamageIsRefused()
    {
        byte[] file = PngFile.Of(3, 5, 8, PngFile.Grey, [.. Enumerable.Range(0, 5).Select(y => (byte[])[0, 1, 2, (byte)y])]);
        for (int length = 0; length < file.Length - 12; length++)
            Assert.ThrowsExactly<ArgumentException>(() => Read(file[..length]), $"cut off at {length}");
        for (int at = 8; at < file.Length - 12; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x10;
            Assert.ThrowsExactly<ArgumentException>(() => Read(damaged), $"bit of byte {at}");
        }
    }

    private static MLImage Read(byte[] file) => MLImage.CreateFromStream(new MemoryStream(file));
}
