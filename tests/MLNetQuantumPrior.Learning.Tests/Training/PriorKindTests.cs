using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>What holds for every kind of prior.</summary>
[TestClass]
public sealed class PriorKindTests
{
    private const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side, Latents = 8;

    private static readonly FeatureMatrix Data = BarsAndStripes.Rows(copies: 20);

    public static IEnumerable<object[]> Kinds => Enum.GetValues<PriorKind>().Select(kind => new object[] { kind });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void TrainingGoesTwoThirdsOfTheWayToTheEntropyOfTheData(PriorKind kind)
    {
        // 30 equally likely patterns: no model has a mean log p(x) above -log 30 = -3.40; an independent model of the pixels has -11.09,
        // and two thirds of the way from there are above -6.
        var options = new TrainingOptions { Epochs = 200, BatchSize = 50, Chains = 50, LearningRate = 3e-3, KlWarmUpEpochs = 20 };

        BmVaeModel model = Trainer(options).Train(Data, Architecture(kind), kind, seed: 1);

        BmVaeMetrics metrics = ModelEvaluation.Measure(model, BarsAndStripes.Rows(copies: 1), new() { ImportanceSamples = 2000 });
        double bound = metrics.ImportanceWeightedBound;
        Assert.AreEqual(kind, model.Kind);
        Assert.IsTrue(bound < -Math.Log(30) + 0.02, $"{bound} is above the entropy of the data");
        Assert.IsTrue(bound > -6, $"{bound}");
    }

    [TestMethod]
    public void EveryKindOfSpinsHasItsGraph()
    {
        var options = new TrainingOptions { Epochs = 1, BatchSize = 50, Chains = 4 };
        SpinGraph Graph(PriorKind kind) => Trainer(options).Train(Data, Architecture(kind), kind, seed: 1).Prior.Graph;

        Assert.AreEqual("complete(8)", Graph(PriorKind.Boltzmann).Name);
        Assert.AreEqual("bipartite(4,4)", Graph(PriorKind.Rbm).Name);
        Assert.IsTrue(Graph(PriorKind.Bernoulli).Edges.IsEmpty);
        Assert.AreEqual("bipartite(4,3)", PriorKind.Rbm.DefaultGraph(7).Name);
        Assert.ThrowsExactly<ArgumentException>(() => PriorKind.Rbm.DefaultGraph(1));
    }

    [TestMethod]
    public void AGaussianModelIsTheSameOnAnyNumberOfThreads()
    {
        BmVaeModel one = Train(1, 5), two = Train(2, 5), other = Train(2, 6);

        Assert.IsTrue(one.Parameters.SequenceEqual(two.Parameters));
        Assert.IsFalse(two.Parameters.SequenceEqual(other.Parameters));

        static BmVaeModel Train(int threads, ulong seed)
        {
            var options = new TrainingOptions { Epochs = 2, BatchSize = 50, MaxDegreeOfParallelism = threads };
            var trainer = new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = threads }, new BlockGibbsSampler(), options);
            return trainer.Train(Data, Architecture(PriorKind.Gaussian), PriorKind.Gaussian, seed);
        }
    }

    [TestMethod]
    public void EpochsOfAGaussianModelTellTheWholeKl()
    {
        var options = new TrainingOptions { Epochs = 40, BatchSize = 50, LearningRate = 3e-3 };

        BmVaeModel model = Trainer(options).Train(Data, Architecture(PriorKind.Gaussian), PriorKind.Gaussian, seed: 2);

        // The last epoch hardly moves the parameters any more, so its means are nearly those of the model it leaves.
        EpochReport last = model.Training!.Epochs[^1];
        BmVaeMetrics metrics = ModelEvaluation.Measure(model, BarsAndStripes.Rows(copies: 1), new() { ImportanceSamples = 1000 });
        Assert.AreEqual(metrics.Kl, last.Kl!.Value, 0.02);
        Assert.AreEqual(metrics.Elbo, last.Elbo!.Value, 0.3);
        Assert.IsNull(last.Boltzmann);
    }

    [TestMethod]
    public void NetworksOfAnotherKindAreRefused()
    {
        BmVaeTrainer trainer = Trainer(new() { Epochs = 1, BatchSize = 50 });

        Expect(
            "Gaussian prior: expected an encoder with 16 outputs, a mean and a log variance for each of 8 latents, got 8",
            () => trainer.Train(Data, Architecture(PriorKind.Rbm), PriorKind.Gaussian, 1));
        Expect(
            "Architecture with a Rbm prior: expected an encoder with 8 outputs, a logit for each of 8 latents, got 16",
            () => trainer.Train(Data, Architecture(PriorKind.Gaussian), PriorKind.Rbm, 1));
        Expect("expected an encoder with 8 outputs", () => trainer.Train(Data, Architecture(PriorKind.Gaussian), SpinGraph.Complete(8), 1));

        static void Expect(string message, Action train) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(train).Message, message);
    }

    [TestMethod]
    public void AGaussianModelHasNoSpins()
    {
        VaeArchitecture architecture = Architecture(PriorKind.Gaussian);
        var model = BmVaeModel.Gaussian(architecture, new float[architecture.ParameterCount]);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.Prior);
        StringAssert.Contains(error.Message, "expected one of spins, got a Gaussian one");
        sbyte[] spins = [1, 1, 1, 1, 1, 1, 1, 1];
        Assert.ThrowsExactly<InvalidOperationException>(() => model.Decode(new SpinMatrix(1, Latents, spins)));
    }

    private static VaeArchitecture Architecture(PriorKind kind) => VaeArchitecture.Mlp(Pixels, [32], Latents, kind);

    private static BmVaeTrainer Trainer(TrainingOptions options) => new(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, options);
}
