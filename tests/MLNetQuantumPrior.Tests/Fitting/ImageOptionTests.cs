using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>What the estimator makes of images by their shape, and of shapes that do not fit them.</summary>
[TestClass]
public sealed class ImageOptionTests
{
    private const int Height = 8, Width = 6, Channels = 3;

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 4, ImageShape = (Height, Width, Channels), ImageFilters = [4], Scaling = FeatureScaling.Shared, Seed = 1,
        Training = new() { Epochs = 1, BatchSize = 16, Chains = 8 },
    };

    private readonly List<string> _log = [];
    private readonly MLContext _ml = new(seed: 1);

    public ImageOptionTests() => _ml.Log += (_, message) =>
    {
        if (message.Kind == ChannelMessageKind.Warning)
        {
            _log.Add(message.RawMessage);
        }
    };

    [TestMethod]
    public void ColumnsInTheOrderOfNetworksAreTaken()
    {
        foreach (int[] type in new int[][]
        {
            [Channels, Height, Width], [Channels * Height, Width], [Channels, Height * Width], [Channels * Height * Width],
        })
        {
            using BmVaeTransformer vae = _ml.Transforms.BmVae(Options).Fit(View(type));
            Assert.AreEqual(new Reshape(Channels, Height, Width), vae.Model.Architecture.Image, string.Join(" x ", type));
        }

        Assert.IsEmpty(_log.Where(message => message.Contains("ImageShape", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void InterleavedPixelsAreRefused()
    {
        IDataView interleaved = View(Height, Width, Channels);
        const string Expected = "input column 'Features' is 8 x 6 x 3: the channels of each pixel together. " +
            "Leave 'interleavePixelColors' of ExtractPixels out";
        Refused(
            $"Option 'ImageShape': expected a shape in the order of the input column, got (8, 6, 3), but {Expected}", interleaved, Options);

        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options).Fit(View(Channels, Height, Width));
        Refused("Option 'InitialModel': expected a shape in the order", interleaved, Options with { InitialModel = vae.Model });
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => vae.Transform(interleaved)).Message;
        Assert.Contains($"expected images of 3 x 8 x 6, as in training, but {Expected}", message);
    }

    [TestMethod]
    public void AShapeWithChannelsFirstIsRefusedOrWarnedOf()
    {
        BmVaeEstimator.Options first = Options with { ImageShape = (Channels, Height, Width) };
        Refused(
            "Option 'ImageShape': expected a shape in the order of the input column, got (3, 8, 6), but input column 'Features' is " +
            "3 x 8 x 6: channels, height and width. The shape of such images is (8, 6, 3).",
            View(Channels, Height, Width), first);
        Refused("The shape of such images is (8, 6, 3).", View(Channels, Height, Width), Options with { ImageShape = (Width, Height, 3) });
        Assert.IsEmpty(_log);

        using BmVaeTransformer vae = _ml.Transforms.BmVae(first).Fit(View(Channels * Height * Width));
        Assert.ContainsSingle(
            message => message == "BM-VAE: images of 3 rows with 6 channels: 'ImageShape' is height, width and then channels", _log);
    }

    [TestMethod]
    [DataRow(1, 9, 32)]
    [DataRow(8, 8, 32)]
    [DataRow(12, 15, 32)]
    [DataRow(28, 28, 32, 64)]
    [DataRow(32, 32, 32, 64, 128)]
    [DataRow(64, 64, 32, 64, 128, 256)]
    [DataRow(64, 40, 32, 64, 128)]
    [DataRow(128, 128, 32, 64, 128, 256, 256)]
    public void FiltersHalveImagesToFourPixels(int height, int width, params int[] filters) =>
        CollectionAssert.AreEqual(filters, DataRule.ImageFilters(height, width).ToArray());

    [TestMethod]
    public void DefaultsAreThoseOfTheShape()
    {
        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options with { ImageFilters = null }).Fit(View(Channels, Height, Width));
        Assert.AreEqual(
            VaeArchitecture.Convolutional(Height, Width, Channels, [32], 4) with { Likelihood = vae.Model.Architecture.Likelihood },
            vae.Model.Architecture);
        Assert.IsFalse(vae.Model.Training!.Options.DynamicBinarization!.Value, "shades of colours are no probabilities");

        using BmVaeTransformer grey = _ml.Transforms.BmVae(Options with { ImageShape = (Height, Width * Channels, 1) })
            .Fit(View(Height, Width * Channels));
        Assert.IsTrue(grey.Model.Training!.Options.DynamicBinarization!.Value);
        TrainingOptions draw = Options.Training with { DynamicBinarization = true };
        using BmVaeTransformer binary = _ml.Transforms.BmVae(Options with { Training = draw }).Fit(View(Channels, Height, Width));
        Assert.IsTrue(binary.Model.Training!.Options.DynamicBinarization!.Value);
    }

    [TestMethod]
    public void LargeNumbersThatAreNotScaledAreWarnedOf()
    {
        const string Warning = "BM-VAE: slot 0 has numbers from 0 to 255, which 'Scaling' None leaves";
        IDataView rows = View(Channels, Height, Width);
        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options with { Scaling = FeatureScaling.None }).Fit(rows);
        Assert.ContainsSingle(message => message.StartsWith(Warning, StringComparison.Ordinal), _log);

        _log.Clear();
        using BmVaeTransformer scaled = _ml.Transforms.BmVae(Options).Fit(rows);
        Assert.DoesNotContain(message => message.Contains("numbers from", StringComparison.Ordinal), _log);
    }

    private void Refused(string message, IDataView view, BmVaeEstimator.Options options) => Assert.Contains(
        message, Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.BmVae(options).Fit(view)).Message);

    /// <summary>Pixels of 0 to 255 in a column of some sizes.</summary>
    private IDataView View(params int[] sizes)
    {
        var random = new Random(1);
        var schema = SchemaDefinition.Create(typeof(Pixels));
        schema[nameof(Pixels.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, sizes);
        return _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 32).Select(row => new Pixels
            {
                Features = [.. Enumerable.Range(0, Height * Width * Channels).Select(_ => row switch
                {
                    0 => 0, 1 => 255f, _ => random.Next(256),
                })],
            }).ToArray(),
            schema);
    }

    private sealed class Pixels
    {
        public float[] Features { get; set; } = [];
    }
}
