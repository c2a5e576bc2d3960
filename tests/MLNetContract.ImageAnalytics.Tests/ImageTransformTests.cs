using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetContract.Tests.Doubles;
using static Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator;

namespace MLNetContract.ImageAnalytics.Tests;

[TestClass]
public sealed class ImageTransformTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("images").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void ImagesAreLoadedByName()
    {
        Write("a.png", 2, 1, 10, 20);
        IDataView data = _ml.Transforms.LoadImages("Image", _folder, "Name").InChainOn(Names("a.png", ""));
        Assert.AreEqual("Image: Image", data.Schema["Image"].ToString());
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Image"]]);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(data.Schema["Image"]);
        MLImage image = null;
        Assert.IsTrue(cursor.MoveNext());
        getter(ref image);
        Assert.AreEqual((2, 1), (image.Width, image.Height));
        StringAssert.EndsWith(image.Tag, "a.png");
        Assert.IsTrue(cursor.MoveNext());
        getter(ref image);
        Assert.IsNull(image, "no name, no image");
    }

    [TestMethod]
    public void AFolderThatIsNotThereIsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.LoadImages("Image", Path.Combine(_folder, "nothing"), "Name"));

    [TestMethod]
    public void PixelsStandColourByColourOrTogether()
    {
        IDataView data = Images(2, 2, rgb: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.AreEqual("Vector<Single, 3, 2, 2>", Type(_ml.Transforms.ExtractPixels("Pixels", "Image"), data));
        CollectionAssert.AreEqual(new float[] { 1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12 },
            Pixels(_ml.Transforms.ExtractPixels("Pixels", "Image"), data));
        ImagePixelExtractingEstimator together = _ml.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: true);
        Assert.AreEqual("Vector<Single, 2, 2, 3>", Type(together, data));
        CollectionAssert.AreEqual(Enumerable.Range(1, 12).Select(i => (float)i).ToArray(), Pixels(together, data));
    }

    [TestMethod]
    public void ColoursAreChosenOrderedAndScaled()
    {
        IDataView data = Images(1, 1, rgb: [10, 20, 30]);
        CollectionAssert.AreEqual(new float[] { 255, 30, 20, 10 },
            Pixels(_ml.Transforms.ExtractPixels("Pixels", "Image", ColorBits.All, ColorsOrder.ABGR), data));
        CollectionAssert.AreEqual(new float[] { 10 }, Pixels(_ml.Transforms.ExtractPixels("Pixels", "Image", ColorBits.Red), data));
        CollectionAssert.AreEqual(new float[] { 2.5f, 7.5f, 12.5f },
            Pixels(_ml.Transforms.ExtractPixels("Pixels", "Image", offsetImage: 5, scaleImage: 0.5f), data), "(value - offset) * scale");
        ImagePixelExtractingEstimator bytes = _ml.Transforms.ExtractPixels("Pixels", "Image", outputAsFloatArray: false);
        CollectionAssert.AreEqual(new byte[] { 10, 20, 30 }, bytes.On(data).GetColumn<byte[]>("Pixels").Single());
    }

    [TestMethod]
    public void PixelsNeedImagesOfOneSize()
    {
        Write("a.png", 2, 1, 10, 20);
        IDataView loaded = _ml.Transforms.LoadImages("Image", _folder, "Name").On(Names("a.png"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ExtractPixels("Pixels", "Image").Fit(loaded));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ExtractPixels("Pixels", "Name").InChainOn(loaded));
    }

    [TestMethod]
    public void FillingTakesTheNearestPixel()
    {
        Write("a.png", 4, 2, 1, 2, 3, 4, 5, 6, 7, 8);
        CollectionAssert.AreEqual(new float[] { 6, 8 }, Grey(Resized("a.png", 2, 1, ImageResizingEstimator.ResizingKind.Fill)));
        CollectionAssert.AreEqual(new float[] { 1, 1, 2, 2, 3, 3, 4, 4 },
            Grey(Resized("a.png", 8, 2, ImageResizingEstimator.ResizingKind.Fill))[..8]);
    }

    [TestMethod]
    public void PaddingKeepsTheWholeImageBetweenBlackBars()
    {
        Write("a.png", 2, 1, 100, 200);
        CollectionAssert.AreEqual(new float[] { 0, 0, 100, 200, 0, 0 },
            Grey(Resized("a.png", 2, 3, ImageResizingEstimator.ResizingKind.IsoPad)));
    }

    [TestMethod]
    [DataRow(ImageResizingEstimator.Anchor.Left, 10f)]
    [DataRow(ImageResizingEstimator.Anchor.Center, 20f)]
    [DataRow(ImageResizingEstimator.Anchor.Right, 30f)]
    public void CroppingCutsOffWhatIsTooMuch(ImageResizingEstimator.Anchor anchor, float expected)
    {
        Write("a.png", 3, 1, 10, 20, 30);
        CollectionAssert.AreEqual(new[] { expected },
            Grey(Resized("a.png", 1, 1, ImageResizingEstimator.ResizingKind.IsoCrop, anchor)));
    }

    [TestMethod]
    public void AnEvenImageStaysEvenHoweverItIsResized()
    {
        Write("a.png", 28, 28, [.. Enumerable.Repeat((byte)77, 28 * 28)]);
        foreach (ImageResizingEstimator.ResizingKind kind in Enum.GetValues<ImageResizingEstimator.ResizingKind>())
        {
            foreach (int size in (int[])[7, 11, 64])
                Assert.IsTrue(Grey(Resized("a.png", size, size, kind)).All(grey => grey == 77), $"{kind} to {size}");
        }
    }

    [TestMethod]
    public void GreyWeighsTheColours()
    {
        IDataView data = Images(1, 2, rgb: [255, 0, 0, 0, 0, 255]);
        float[] pixels = Pixels(_ml.Transforms.ConvertToGrayscale("Image")
            .Append(_ml.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: true)), data);
        float red = pixels[0], blue = pixels[3];
        CollectionAssert.AreEqual(new[] { red, red, red, blue, blue, blue }, pixels);
        Assert.AreEqual(0.3 * 255, red, 1);
        Assert.AreEqual(0.11 * 255, blue, 1);
    }

    [TestMethod]
    public void PixelsBecomeAnImageAgain()
    {
        byte[] rgb = [1, 2, 3, 4, 5, 6];
        foreach (bool together in (bool[])[false, true])
        {
            IEstimator<ITransformer> there = _ml.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: together)
                .Append(_ml.Transforms.ConvertToImage(1, 2, "Again", "Pixels", interleavedColors: together));
            IDataView data = there.On(Images(1, 2, rgb));
            Assert.AreEqual("Image<1, 2>", data.Schema["Again"].Type.ToString());
            MLImage image = data.GetColumn<MLImage>("Again").Single();
            CollectionAssert.AreEqual(new byte[] { 3, 2, 1, 255, 6, 5, 4, 255 }, image.Pixels.ToArray());
            Assert.AreEqual(MLPixelFormat.Bgra32, image.PixelFormat);
        }
    }

    [TestMethod]
    public void NumbersAreScaledBeforeTheyAreMoved()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Vector { Pixels = [0.5f, 0.25f, 1, 1] }]);
        MLImage image = _ml.Transforms.ConvertToImage(1, 1, "Image", "Pixels", ColorBits.All, scaleImage: 200, offsetImage: -50)
            .InChainOn(data).GetColumn<MLImage>("Image").Single();
        CollectionAssert.AreEqual(new byte[] { 250, 250, 100, 150 }, image.Pixels.ToArray(), "value * scale - offset, alpha first");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ConvertToImage(2, 2, "Image", "Pixels").Fit(data));
    }

    [TestMethod]
    public void AScaledImageWithoutAlphaIsTransparent()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Vector { Pixels = [0.5f, 0.25f, 1, 1] }]);
        MLImage image = _ml.Transforms.ConvertToImage(2, 2, "Image", "Pixels", ColorBits.Red, scaleImage: 100)
            .On(data).GetColumn<MLImage>("Image").Single();
        CollectionAssert.AreEqual(new byte[] { 0, 0, 50, 0 }, image.Pixels[..4].ToArray());
    }

    [TestMethod]
    public void APipelineOfImagesComesBackFromAFile()
    {
        Write("a.png", 4, 4, [.. Enumerable.Range(0, 16).Select(i => (byte)(i * 10))]);
        IDataView names = Names("a.png");
        ITransformer model = _ml.Transforms.LoadImages("Image", _folder, "Name")
            .Append(_ml.Transforms.ResizeImages("Image", 2, 2, cropAnchor: ImageResizingEstimator.Anchor.Top))
            .Append(_ml.Transforms.ConvertToGrayscale("Image"))
            .Append(_ml.Transforms.ExtractPixels("Pixels", "Image", scaleImage: 1 / 256f))
            .Append(_ml.Transforms.ConvertToImage(2, 2, "Again", "Pixels", scaleImage: 256)).Fit(names);
        IDataView expected = model.Transform(names), actual = Reloaded.From(_ml, model, names.Schema).Transform(names);
        CollectionAssert.AreEqual(expected.Schema.Select(c => c.ToString()).ToArray(), actual.Schema.Select(c => c.ToString()).ToArray());
        CollectionAssert.AreEqual(expected.GetColumn<float[]>("Pixels").Single(), actual.GetColumn<float[]>("Pixels").Single());
        CollectionAssert.AreEqual(expected.GetColumn<MLImage>("Again").Single().Pixels.ToArray(),
            actual.GetColumn<MLImage>("Again").Single().Pixels.ToArray());
    }

    [TestMethod]
    public void ImagesAreMadeOnlyWhereAskedForAndByAllCursors()
    {
        Write("a.png", 1, 1, 50);
        IDataView data = _ml.Transforms.LoadImages("Image", _folder, "Name")
            .Append(_ml.Transforms.ResizeImages("Image", 1, 1)).Append(_ml.Transforms.ExtractPixels("Pixels", "Image"))
            .On(Names([.. Enumerable.Repeat("a.png", 200)]));
        DataViewRowCursor[] cursors = data.GetRowCursorSet([data.Schema["Pixels"]], 4);
        int rows = 0;
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(data.Schema["Pixels"]);
                VBuffer<float> pixels = default;
                while (cursor.MoveNext())
                {
                    getter(ref pixels);
                    Assert.AreEqual(50, pixels.GetItemOrDefault(0));
                    Interlocked.Increment(ref rows);
                }
            }
        });
        Assert.AreEqual(200, rows);
        File.Delete(Path.Combine(_folder, "a.png"));
        Assert.AreEqual(200, data.GetColumn<string>("Name").Count(), "names can be read without the files");
    }

    private IDataView Names(params string[] names) => _ml.Data.LoadFromEnumerable(names.Select(name => new Named { Name = name }));

    private void Write(string name, int width, int height, params byte[] grey) => File.WriteAllBytes(Path.Combine(_folder, name),
        PngFile.Of(width, height, 8, PngFile.Grey, [.. grey.Chunk(width).Select(row => (byte[])[0, .. row])]));

    /// <summary>One image of known size.</summary>
    private IDataView Images(int height, int width, byte[] rgb)
    {
        byte[][] rows = [.. rgb.Chunk(width * 3).Select(row => (byte[])[0, .. row])];
        File.WriteAllBytes(Path.Combine(_folder, "image.png"), PngFile.Of(width, height, 8, PngFile.Rgb, rows));
        return Resized("image.png", width, height, ImageResizingEstimator.ResizingKind.Fill);
    }

    private IDataView Resized(string name, int width, int height, ImageResizingEstimator.ResizingKind kind,
        ImageResizingEstimator.Anchor anchor = ImageResizingEstimator.Anchor.Center) =>
        _ml.Transforms.LoadImages("Image", _folder, "Name")
            .Append(_ml.Transforms.ResizeImages("Image", width, height, resizing: kind, cropAnchor: anchor)).InChainOn(Names(name));

    private float[] Grey(IDataView images) => Pixels(_ml.Transforms.ExtractPixels("Pixels", "Image", ColorBits.Red), images);

    private static float[] Pixels(IEstimator<ITransformer> estimator, IDataView images) =>
        estimator.InChainOn(images).GetColumn<float[]>("Pixels").Single();

    private static string Type(IEstimator<ITransformer> estimator, IDataView images) =>
        estimator.InChainOn(images).Schema["Pixels"].Type.ToString();

    private sealed class Named
    {
        public string Name { get; set; }
    }

    private sealed class Vector
    {
        [VectorType(4)]
        public float[] Pixels { get; set; }
    }
}
