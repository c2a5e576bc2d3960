using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Gaussian pixels that come back stay within the range of the training data, in C# and in graphs.</summary>
[TestClass]
public sealed class OutputRangeTests
{
    private const int Slots = 12;
    private const float White = 255;

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 6, ImageShape = (2, 2, 3), Likelihood = FeatureLikelihood.Gaussian, Scaling = FeatureScaling.Shared, Seed = 1,
        Columns = new() { Reconstruction = "Reconstruction" },
        Training = new() { Epochs = 30, BatchSize = 16, Chains = 16, LearningRate = 0.02, HardBitsFrom = 1 },
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ReconstructedAndGeneratedPixelsStayInTheRange()
    {
        IDataView rows = View();
        using BmVaeTransformer free = _ml.Transforms.BmVae(Options with { ClampPixels = false }).Fit(rows);
        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options).Fit(rows);

        Assert.IsNull(free.Model.Scaling.OutputRange);
        Assert.AreEqual(new FeatureRange(0, White), vae.Model.Scaling.OutputRange);
        float[] unbounded = Features(free.Transform(rows), "Reconstruction"), bounded = Features(vae.Transform(rows), "Reconstruction");
        Assert.Contains(value => value > White, unbounded, "or nothing is shown");
        Assert.Contains(value => value < 0, unbounded, "or nothing is shown");
        for (int i = 0; i < unbounded.Length; i++)
        {
            Assert.AreEqual(Math.Clamp(unbounded[i], 0, White), bounded[i], 1e-3f);
        }

        using LatentGeneratorTransformer generator =
            vae.Generator(new() { Features = GeneratedFeatures.Sampled, Seed = 1, PoolSize = 64 });
        float[] generated = Features(generator.Generate(200), "Features");
        Assert.AreEqual((0, White), (generated.Min(), generated.Max()), "noise leads beyond the range");
    }

    [TestMethod]
    public void GraphsAgreeWithCSharpAndKeepNaN()
    {
        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options).Fit(View());
        BmVaeModel model = vae.Model;
        float[] latents = [.. Enumerable.Range(0, 64 * 6).Select(i => (float)((i / 6) >> (i % 6) & 1))], expected = new float[64 * Slots];
        model.Decode(latents, expected);
        Assert.AreEqual((0, White), (expected.Min(), expected.Max()));

        float[] decoded = Run(model, latents);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], decoded[i], 1e-3f);
        }

        Assert.IsTrue(Run(model, [float.NaN, 0, 0, 0, 0, 0]).All(float.IsNaN), "NaN in gives NaN out");
    }

    [TestMethod]
    public void FilesKeepTheRange()
    {
        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options).Fit(View());
        using var file = new MemoryStream();
        vae.Model.Save(file);
        file.Position = 0;
        Assert.AreEqual(new FeatureRange(0, White), BmVaeModel.Load(file).Scaling.OutputRange);
    }

    [TestMethod]
    public void OnlyGaussianPixelsHaveOne()
    {
        Assert.IsNull(RangeWith(Options with { Likelihood = FeatureLikelihood.Automatic }), "Bernoulli features have their own");
        Assert.IsNull(RangeWith(Options with { ImageShape = null, Scaling = FeatureScaling.PerSlot }), "a table");
        Assert.AreEqual(new FeatureRange(0, White), RangeWith(Options with { Scaling = FeatureScaling.PerSlot }));
        Assert.AreEqual(new FeatureRange(0, White), RangeWith(Options with { ImageShape = null }));
    }

    [TestMethod]
    public void AnImageShapeScalesPixelsAlikeWhereNothingIsSaid()
    {
        BmVaeEstimator.Options options = Options with
        {
            Scaling = FeatureScaling.Automatic, Likelihood = FeatureLikelihood.Automatic, Training = Options.Training with { Epochs = 1 },
        };
        using BmVaeTransformer images = _ml.Transforms.BmVae(options).Fit(View());
        Assert.IsTrue(images.Model.Architecture.Likelihood.IsBernoulli);
        Assert.IsTrue(images.Model.Scaling.Offset.All(value => value == 0) && images.Model.Scaling.Unit.All(value => value == White));

        using BmVaeTransformer table = _ml.Transforms.BmVae(options with { ImageShape = null }).Fit(View());
        Assert.IsNull(table.Model.Scaling.OutputRange, "numbers like others");

        using BmVaeTransformer gaussian = _ml.Transforms.BmVae(options with { Likelihood = FeatureLikelihood.Gaussian }).Fit(View());
        Assert.HasCount(1, gaussian.Model.Scaling.Unit.Distinct());
    }

    /// <summary>Noise on every pixel is no picture.</summary>
    [TestMethod]
    public void GeneratedPixelsAreExpectedOnesWhereNothingIsSaid()
    {
        BmVaeEstimator.Options[] kinds = [Options, Options with { ClampPixels = false }, Options with { ImageShape = null }];
        foreach (BmVaeEstimator.Options options in kinds)
        {
            using BmVaeTransformer vae = _ml.Transforms.BmVae(options with { Training = options.Training with { Epochs = 1 } }).Fit(View());
            using LatentGeneratorTransformer byDefault = vae.Generator(new() { Seed = 1, PoolSize = 8 }),
                expected = vae.Generator(new() { Features = GeneratedFeatures.Expected, Seed = 1, PoolSize = 8 });
            CollectionAssert.AreEqual(Features(expected.Generate(8), "Features"), Features(byDefault.Generate(8), "Features"));
        }
    }

    private FeatureRange? RangeWith(BmVaeEstimator.Options options)
    {
        using BmVaeTransformer vae = _ml.Transforms.BmVae(options with { Training = options.Training with { Epochs = 1 } }).Fit(View());
        return vae.Model.Scaling.OutputRange;
    }

    /// <summary>Most pixels are black or white, so that a linear decoder leaves the range.</summary>
    private IDataView View()
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 128).Select(_ =>
        {
            bool isLeft = random.Next(2) == 0;
            return new Pixels
            {
                Features = [.. Enumerable.Range(0, Slots).Select(i => (i % 2 == 0) == isLeft ^ random.Next(8) == 0 ? White : 0)],
            };
        }).ToArray());
    }

    private static float[] Features(IDataView view, string column) => [.. view.GetColumn<float[]>(column).SelectMany(row => row)];

    private static float[] Run(BmVaeModel model, float[] latents)
    {
        using var file = new MemoryStream();
        model.SaveDecoderOnnx(file);
        using var session = new InferenceSession(file.ToArray());
        using var results = session.Run(
            [NamedOnnxValue.CreateFromTensor("Bits", new DenseTensor<float>(latents, [latents.Length / 6, 6]))], ["Features"]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    private sealed class Pixels
    {
        [VectorType(Slots)]
        public float[] Features { get; set; } = [];
    }}
