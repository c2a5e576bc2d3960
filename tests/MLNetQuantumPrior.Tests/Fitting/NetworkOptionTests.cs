using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class NetworkOptionTests
{
    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 6, HiddenSizes = [16], Training = new() { Epochs = 2, BatchSize = 32, Chains = 16 }, Seed = 1,
    };

    private static readonly BmVaeEstimator.Options Images = new()
    {
        LatentSize = 6, ImageShape = (Row.Side, Row.Side, 1), ImageFilters = [4, 8], Training = Options.Training, Seed = 1,
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void AnImageShapeGivesConvolutions()
    {
        BmVaeModel model = _ml.Transforms.BmVae(Images).Fit(Row.View(_ml, 64)).Model;

        Assert.AreEqual(
            VaeArchitecture.Convolutional(Row.Side, Row.Side, 1, [4, 8], 6) with { Likelihood = model.Architecture.Likelihood },
            model.Architecture);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ImagesCanHaveResidualBlocksAndNoNormalisation(bool batchNorm)
    {
        BmVaeEstimator.Options options = Images with { ImageNetwork = ImageNetwork.Residual, ImageBatchNorm = batchNorm };
        BmVaeModel model = _ml.Transforms.BmVae(options).Fit(Row.View(_ml, 64)).Model;

        Assert.AreEqual(
            VaeArchitecture.Residual(Row.Side, Row.Side, 1, [4, 8], 6, batchNorm: batchNorm) with
            {
                Likelihood = model.Architecture.Likelihood,
            },
            model.Architecture);
    }

    [TestMethod]
    public void AShapeOfAnotherSizeIsNamed()
    {
        Refused(
            "Option 'ImageShape': expected a shape of 36 features, the size of input column 'Features', got 28 x 28 x 1.",
            Images with { ImageShape = (28, 28, 1) });
        Assert.StartsWith(
            "Option 'ImageShape': expected sizes of at least 1, got (0, 36, 1).",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Images with { ImageShape = (0, 36, 1) }).Message);
        Assert.StartsWith(
            "Option 'ImageFilters': expected sizes of at least 1, got [8, 0].",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Images with { ImageFilters = [8, 0] }).Message);
    }

    [TestMethod]
    public void LayersOfBothSortsAreRefused()
    {
        Refused(
            "Option 'HiddenSizes': expected none beside 'ImageShape' (6, 6, 1), got [16]. Convolutions take 'ImageFilters' instead",
            Images with { HiddenSizes = [16] });
        Refused("Option 'ImageFilters': expected none without 'ImageShape', got [4, 8].", Images with { ImageShape = null });
        Refused(
            "Option 'ImageNetwork': expected none without 'ImageShape', got Residual.",
            Options with { ImageNetwork = ImageNetwork.Residual });
        Refused("Option 'ImageBatchNorm': expected none without 'ImageShape', got False.", Options with { ImageBatchNorm = false });
    }

    [TestMethod]
    [DataRow(PriorKind.Boltzmann)]
    [DataRow(PriorKind.Rbm)]
    [DataRow(PriorKind.Gaussian)]
    public void FineTuningGoesOnFromTheModel(PriorKind prior)
    {
        IDataView rows = Row.View(_ml, 128);
        BmVaeModel first = _ml.Transforms.BmVae(Options with { Prior = prior }).Fit(rows).Model;
        var still = new TrainingOptions { Epochs = 1, BatchSize = 64, Chains = 16, LearningRate = 1e-9 };

        // Another latent size and no prior: the model's own count.
        BmVaeModel next = _ml.Transforms.BmVae(
            Options with { InitialModel = first, LatentSize = 9, Training = still, Seed = 5 }).Fit(rows).Model;

        Assert.AreEqual(prior, next.Kind);
        Assert.AreEqual(first.Architecture, next.Architecture);
        for (int k = 0; k < first.Parameters.Length; k++)
        {
            Assert.AreEqual(first.Parameters[k], next.Parameters[k], 1e-6);
        }

        if (prior != PriorKind.Gaussian)
        {
            CollectionAssert.AreEqual(first.Prior.Graph.Edges, next.Prior.Graph.Edges);
            Assert.AreEqual(first.Prior.Couplings[0], next.Prior.Couplings[0], 1e-6);
        }
    }

    [TestMethod]
    public void FineTuningKeepsGraphAndScalingAndItsSchemaBeforeFitting()
    {
        Row[] rows = Row.Generate(128);
        rows[0].Features[3] = 4;
        BmVaeEstimator.Options options = Options with
        {
            LatentSize = null, Graph = SpinGraph.Bipartite(3, 4), Likelihood = FeatureLikelihood.Bernoulli,
        };
        BmVaeModel first = _ml.Transforms.BmVae(options).Fit(_ml.Data.LoadFromEnumerable(rows)).Model;
        IDataView others = Row.View(_ml, 64, seed: 2); // without the large value

        BmVaeEstimator tuning = _ml.Transforms.BmVae(Options with { InitialModel = first });

        BmVaeTransformer tuned = tuning.Fit(others);
        Assert.AreEqual(4, tuned.Model.Scaling.Unit[3]);
        Assert.AreEqual(7, tuned.Model.Prior.SpinCount);
        CollectionAssert.AreEqual(first.Prior.Graph.Edges, tuned.Model.Prior.Graph.Edges);
        CollectionAssert.AreEqual(
            tuned.GetOutputSchema(others.Schema).Select(column => column.Name).ToArray(),
            tuning.GetOutputSchema(Shapes.Of(others)).Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void AModelOfOtherFeaturesIsNamed()
    {
        BmVaeModel other = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler(), new() { Epochs = 1, BatchSize = 1, Chains = 1 })
            .Train(new FeatureMatrix(2, [0, 1]), VaeArchitecture.Mlp(2, [], 3), PriorKind.Bernoulli, seed: 1);

        Refused(
            "Option 'InitialModel': expected a model of 36 features, the size of input column 'Features', got one of 2.",
            Options with { InitialModel = other });
    }

    private void Refused(string message, BmVaeEstimator.Options options)
    {
        var thrown = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.BmVae(options).Fit(Row.View(_ml, 64)));
        StringAssert.StartsWith(thrown.Message, message);
    }
}
