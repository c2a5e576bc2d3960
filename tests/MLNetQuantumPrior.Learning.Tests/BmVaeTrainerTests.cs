using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class BmVaeTrainerTests
{
    private const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side, Latents = 8;

    private static readonly FeatureMatrix Data = BarsAndStripes.Rows(copies: 20);
    private static readonly TrainingOptions Short = new() { Epochs = 3, BatchSize = 50, KlWeight = 1, Chains = 20 };
    private static readonly VaeArchitecture Architecture = VaeArchitecture.Mlp(Pixels, [32], Latents);

    [TestMethod]
    [DataRow(Relaxation.BinaryConcrete, 1.0)]
    [DataRow(Relaxation.StraightThrough, 3.0)] // a gradient of first order only
    [DataRow(Relaxation.ReinMax, 1.0)]
    public void TrainedModelComesNearTheEntropyOfTheData(Relaxation relaxation, double near)
    {
        // 30 equally likely patterns: no model has a mean -log p(x) below log 30 = 3.40, and an independent model
        // of the pixels needs 16 log 2 = 11.1.
        var options = new TrainingOptions
        {
            Epochs = 150, BatchSize = 50, Chains = 100, LearningRate = 3e-3, KlWarmUpEpochs = 20, Relaxation = relaxation,
        };

        BmVaeModel model = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, options)
            .Train(Data, Architecture, SpinGraph.Complete(Latents), seed: 1);

        double nats = ExactNats(model);
        Assert.IsTrue(nats >= Math.Log(30) - 1e-3, $"-log p(x) {nats} is below the entropy of the data");
        Assert.IsTrue(nats < Math.Log(30) + near, $"-log p(x) {nats}");
    }

    [TestMethod]
    public void SameSeedGivesTheSameModelOnAnyNumberOfThreads()
    {
        BmVaeModel one = Train(1, seed: 5), two = Train(2, seed: 5), again = Train(2, seed: 5), other = Train(2, seed: 6);

        AssertSame(one, two);
        AssertSame(two, again);
        Assert.IsFalse(two.Parameters.SequenceEqual(other.Parameters));

        static BmVaeModel Train(int threads, ulong seed) =>
            new BmVaeTrainer(
                new SimdEngine { MaxDegreeOfParallelism = threads },
                new BlockGibbsSampler { MaxDegreeOfParallelism = threads },
                Short with { MaxDegreeOfParallelism = threads }).Train(Data, Architecture, SpinGraph.Complete(Latents), seed);

        static void AssertSame(BmVaeModel a, BmVaeModel b)
        {
            Assert.IsTrue(a.Parameters.SequenceEqual(b.Parameters));
            CollectionAssert.AreEqual(a.Prior.Fields, b.Prior.Fields);
            CollectionAssert.AreEqual(a.Prior.Couplings, b.Prior.Couplings);
        }
    }

    [TestMethod]
    public void EveryEpochIsReportedWithItsFigures()
    {
        var reports = new List<EpochReport>();

        Trainer(Short).Train(Data, Architecture, SpinGraph.Complete(Latents), 1, new Sink(reports));

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, reports.Select(report => report.Epoch).ToArray());
        foreach (EpochReport report in reports)
        {
            Assert.AreEqual(Data.Rows, report.Rows);
            Assert.IsTrue(report.Boltzmann!.Entropy is > 0 and < 5.55,
                $"entropy {report.Boltzmann.Entropy}: {Latents} bits have at most {Latents} log 2 nats");
            Assert.IsTrue(report.Reconstruction is > 0 and < 16);
        }

        Assert.AreEqual(1.0, reports[^1].KlWeight);
        Assert.IsTrue(reports[0].Reconstruction > reports[2].Reconstruction);
    }

    [TestMethod]
    public void CancellationEndsTheTraining()
    {
        using var source = new CancellationTokenSource();
        var reports = new List<EpochReport>();
        var sink = new Sink(reports) { Then = source.Cancel };

        Assert.ThrowsExactly<OperationCanceledException>(() =>
            Trainer(Short).Train(Data, Architecture, SpinGraph.Complete(Latents), 1, sink, source.Token));

        Assert.HasCount(1, reports);
    }

    [TestMethod]
    public void ContradictingSizesAreNamed()
    {
        Expect("Graph 'complete(5)': expected 8 spins", () => Trainer(Short).Train(Data, Architecture, SpinGraph.Complete(5), 1));
        Expect("expected 16 inputs, one per feature, got 9", () =>
            Trainer(Short).Train(Data, VaeArchitecture.Mlp(9, [], Latents), SpinGraph.Complete(Latents), 1));
        Expect("expected at least one row to train on, got none", () =>
            Trainer(Short).Train(new FeatureMatrix(Data.Columns, []), Architecture, SpinGraph.Complete(Latents), 1));

        static void Expect(string message, Action train) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(train).Message, message);
    }

    [TestMethod]
    public void FewerRowsThanABatchAreStepsOfAllOfThem()
    {
        float[] Parameters(int batchSize) => Trainer(Short with { BatchSize = batchSize })
            .Train(Data, Architecture, SpinGraph.Complete(Latents), 1).Parameters.ToArray();

        CollectionAssert.AreEqual(Parameters(Data.Rows), Parameters(int.MaxValue));
    }

    [TestMethod]
    public void OptionsOutOfRangeAreNamed()
    {
        foreach ((Func<TrainingOptions> options, string name) in new (Func<TrainingOptions>, string)[]
        {
            (() => Short with { Epochs = 0 }, "Epochs"), (() => Short with { BatchSize = 0 }, "BatchSize"),
            (() => Short with { LearningRate = double.NaN }, "LearningRate"),
            (() => Short with { KlWeight = -1 }, "KlWeight"), (() => Short with { KlWarmUpEpochs = -1 }, "KlWarmUpEpochs"),
            (() => Short with { Temperature = 0 }, "Temperature"), (() => Short with { Relaxation = (Relaxation)9 }, "Relaxation"),
            (() => Short with { Chains = 0 }, "Chains"), (() => Short with { Chains = int.MaxValue }, "Chains"),
            (() => Short with { MaxSamplerRounds = 0 }, "MaxSamplerRounds"),
            (() => Short with { CouplingDecay = -1 }, "CouplingDecay"), (() => Short with { KlTarget = 0 }, "KlTarget"),
            (() => Short with { KlTarget = 1, NegativePhase = NegativePhaseKind.SamplerDraws }, "KlTarget"),
            (() => Short with { ValidationFraction = 1 }, "ValidationFraction"), (() => Short with { Patience = 0 }, "Patience"),
            (() => Short with { MaxTrainingTime = TimeSpan.Zero }, "MaxTrainingTime"),
            (() => Short with { KlTarget = 1, KlWeight = 0 }, "KlWeight"),
            (() => Short with { NegativePhase = (NegativePhaseKind)9 }, "NegativePhase"),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
                Trainer(options()).Train(Data, Architecture, SpinGraph.Complete(Latents), 1));
            StringAssert.Contains(error.Message, $"Option '{name}': expected");
        }
    }

    [TestMethod]
    public void DivergenceSaysWhatToChange()
    {
        var error = Assert.ThrowsExactly<TrainingDivergedException>(() =>
            Trainer(Short with { LearningRate = 1e30 }).Train(Data, Architecture, SpinGraph.Complete(Latents), 1));
        StringAssert.Contains(error.Message, "Lower the learning rate (now 1E+30)");
    }

    [TestMethod]
    public void WeightedChainsSayWhichSamplersTheyNeed()
    {
        var trainer = new BmVaeTrainer(new SimdEngine(), new ExactSampler(), Short);

        var error = Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(Data, Architecture, SpinGraph.Complete(Latents), 1));

        StringAssert.Contains(
            error.Message, "Option 'NegativePhase': WeightedChains expects a sampler that sweeps chains from given states");
        StringAssert.Contains(error.Message, "Take SamplerDraws with it");
    }

    [TestMethod]
    public void AnySamplersDrawsTrain()
    {
        // Independent pixels need 16 log 2 = 11.1 nats, the data have log 30 = 3.4.
        var options = new TrainingOptions
        {
            Epochs = 100, BatchSize = 50, Chains = 100, LearningRate = 3e-3, KlWarmUpEpochs = 20,
            NegativePhase = NegativePhaseKind.SamplerDraws,
        };
        foreach (IIsingSampler sampler in new IIsingSampler[] { new ExactSampler(), new BlockGibbsSampler { Sweeps = 2 } })
        {
            BmVaeModel model = new BmVaeTrainer(new SimdEngine(), sampler, options)
                .Train(Data, Architecture, SpinGraph.Complete(Latents), seed: 1);

            double nats = ExactNats(model);
            Assert.IsTrue(nats < Math.Log(30) + 2, $"{sampler}: -log p(x) {nats}");
            Assert.IsNull(model.Training!.Epochs[^1].Kl);
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ReportedLogZIsThatOfTheModel(bool coupled)
    {
        // In the last epoch the learning rate, and with it the model's last steps, are near 0.
        var options = new TrainingOptions { Epochs = 60, BatchSize = 50, LearningRate = 3e-3, KlWarmUpEpochs = 10 };
        SpinGraph graph = coupled ? SpinGraph.Complete(Latents) : SpinGraph.FromEdges(Latents, []);
        var sampler = new BlockGibbsSampler { Sweeps = 2 };

        BmVaeModel model = new BmVaeTrainer(new SimdEngine(), sampler, options).Train(Data, Architecture, graph, seed: 1);

        EpochReport last = model.Training!.Epochs[^1];
        bool isFitted = model.Training.PriorCheck!.BeforeRefit is not null; // then it has another machine, whose energies are others
        double excess = isFitted
            ? model.Training.PriorCheck.Kl!.Value - ModelEvaluation.Measure(model, Data, new() { ImportanceSamples = 4 }).Kl
            : last.Boltzmann!.LogPartition!.Value - LogZ(model.Prior);
        double error = coupled ? (4 * last.Boltzmann!.LogPartitionStandardError!.Value) + 0.01 : 1e-3;
        Assert.IsInRange(-error, error, excess);
        double parts = last.Boltzmann!.PosteriorEnergy - last.Boltzmann.Entropy + last.Boltzmann.LogPartition!.Value;
        Assert.AreEqual(parts, last.Kl!.Value, 1e-9);
        Assert.AreEqual(-last.Reconstruction - last.Kl.Value, last.Elbo!.Value, 1e-9);
        Assert.AreEqual(coupled, last.Boltzmann.Rounds is not null);
    }

    [TestMethod]
    [DataRow(1.5)]
    [DataRow(2.5)]
    public void KlComesToItsTarget(double target)
    {
        var options = new TrainingOptions
        {
            Epochs = 80, BatchSize = 50, LearningRate = 3e-3, KlWarmUpEpochs = 10, KlWeight = 1, KlTarget = target,
        };

        BmVaeModel model = Trainer(options).Train(Data, Architecture, SpinGraph.Complete(Latents), seed: 1);

        Assert.AreEqual(target, model.Training!.Epochs[^20..].Average(epoch => epoch.Kl!.Value), 0.1);
    }

    [TestMethod]
    [DataRow(ActivationFunction.Sigmoid)]
    [DataRow(ActivationFunction.Relu)]
    [DataRow(ActivationFunction.Tanh)]
    public void DecodersThatEndInProbabilitiesAreRefused(ActivationFunction last)
    {
        VaeArchitecture Ending(Likelihood likelihood) =>
            new(Architecture.Encoder, [new Dense(Latents, Pixels), new Activation(last)]) { Likelihood = likelihood };
        Assert.StartsWith(
            $"decoder: expected logits of the likelihood Bernoulli({Pixels}) at its end, any numbers, got Activation",
            Assert.ThrowsExactly<ArgumentException>(() =>
                Trainer(Short).Train(Data, Ending(Likelihood.Bernoulli(Pixels)), SpinGraph.Complete(Latents), seed: 1)).Message);

        var numbers = new FeatureMatrix(Likelihood.Gaussian(Pixels), Data.AsSpan().ToArray());
        BmVaeModel model = Trainer(Short).Train(numbers, Ending(Likelihood.Gaussian(Pixels)), SpinGraph.Complete(Latents), seed: 1);
        Assert.AreEqual(new Activation(last), model.Architecture.Decoder[^1], "a mean within [0, 1] may be what is wanted");
    }

    [TestMethod]
    public void ColoursAreNotMadeBinary()
    {
        VaeArchitecture Image(int channels) => VaeArchitecture.Convolutional(4, 4 / channels, channels, [2], Latents);
        bool? Drawn(VaeArchitecture architecture, TrainingOptions options) => Trainer(options)
            .Train(Data, architecture, SpinGraph.Complete(Latents), seed: 1).Training!.Options.DynamicBinarization;
        TrainingOptions brief = Short with { Epochs = 1 };

        Assert.IsTrue(Drawn(Architecture, brief));
        Assert.IsTrue(Drawn(Image(channels: 1), brief));
        Assert.IsFalse(Drawn(Image(channels: 2), brief));
        Assert.IsTrue(Drawn(Image(channels: 2), brief with { DynamicBinarization = true }));
    }

    [TestMethod]
    public void RowsOfAnotherLikelihoodAreRefused()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Pixels, [4], Latents) with { Likelihood = Likelihood.Gaussian(Pixels) };
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            Trainer(new() { BatchSize = 1 }).Train(Data, architecture, SpinGraph.Complete(Latents), seed: 1));
        StringAssert.Contains(
            error.Message, $"expected features of Gaussian({Pixels}), the likelihood of the model, got Bernoulli({Pixels})");
    }

    [TestMethod]
    public void TheModelTakesFeaturesInTheUnitsBeforeTheScaling()
    {
        var likelihood = new Likelihood(new BernoulliSlots(2), new GaussianSlots(1));
        var random = new Random(1);
        float[] rows = [.. Enumerable.Range(0, 300).Select(k => (k % 3 * 10) + random.NextSingle())], scaled = new float[rows.Length];
        SlotScaling scaling = SlotScaling.Learn(FeatureScaling.PerSlot, rows, likelihood);
        scaling.Scale(rows, scaled);
        var data = new FeatureMatrix(likelihood, scaled);
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [4], Latents) with { Likelihood = likelihood };
        BmVaeTrainer trainer = new(new SimdEngine(), new BlockGibbsSampler(), Short) { Scaling = scaling, SlotNames = ["a", "b", "c"] };

        BmVaeModel model = trainer.Train(data, architecture, PriorKind.Boltzmann, seed: 1);
        BmVaeModel ofScaled = Trainer(Short).Train(data, architecture, PriorKind.Boltzmann, seed: 1);
        BmVaeModel tuned = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler(), Short) { Start = model }
            .Train(data, architecture, PriorKind.Boltzmann, seed: 2);

        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, model.SlotNames);
        Assert.AreSame(scaling, tuned.Scaling, "that of the model to start from");
        CollectionAssert.AreEqual(Codes(ofScaled, scaled), Codes(model, rows));
        CollectionAssert.AreEqual(
            OutlierCalibration.Measure(model, rows, rows).HeldOut, OutlierCalibration.MeasureScaled(model, scaled, scaled).HeldOut);
        Expect(
            "'Scaling': expected one of 16 features, got one of 3",
            new(new SimdEngine(), new BlockGibbsSampler(), Short) { Scaling = scaling });
        Expect(
            "'SlotNames': expected 16, one per feature, or none, got 1",
            new(new SimdEngine(), new BlockGibbsSampler(), Short) { SlotNames = ["a"] });

        static float[] Codes(BmVaeModel model, float[] rows)
        {
            float[] codes = new float[rows.Length / 3 * Latents];
            model.Encode(rows, codes);
            return codes;
        }

        static void Expect(string message, BmVaeTrainer trainer) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(Data, Architecture, PriorKind.Boltzmann, seed: 1)).Message,
            message);
    }

    private static BmVaeTrainer Trainer(TrainingOptions options) => new(new SimdEngine(), new BlockGibbsSampler(), options);

    /// <summary>-log p(x), mean over the patterns, with p(x) = sum_s p(s) p(x|s) over all codes.</summary>
    private static double ExactNats(BmVaeModel model)
    {
        (double[] h, (int, int)[] edges, double[] j) = Numbers(model.Prior);
        double logZ = LogZ(model.Prior);
        FeatureMatrix patterns = BarsAndStripes.Rows(copies: 1);
        double[] likelihood = new double[patterns.Rows];
        foreach (sbyte[] s in Enumeration.States(Latents))
        {
            float[] bits = [.. s.Select(spin => (spin + 1) / 2f)], p = new float[Pixels];
            model.Decode(bits, p);
            double prior = Math.Exp(-Enumeration.Energy(s, h, edges, j) - logZ);
            for (int row = 0; row < patterns.Rows; row++)
            {
                float[] x = patterns[row].ToArray();
                likelihood[row] += prior * x.Select((value, i) => (double)(value == 1 ? p[i] : 1 - p[i]))
                    .Aggregate(1.0, (product, factor) => product * factor);
            }
        }

        return -likelihood.Average(Math.Log);
    }

    private static double LogZ(IsingModel model)
    {
        (double[] h, (int, int)[] edges, double[] j) = Numbers(model);
        return Enumeration.LogZ(h, edges, j);
    }

    private static (double[] H, (int, int)[] Edges, double[] J) Numbers(IsingModel model) =>
        ([.. model.Fields.Select(value => (double)value)],
         [.. model.Graph.Edges.Select(edge => (edge.I, edge.J))],
         [.. model.Couplings.Select(value => (double)value)]);

    private sealed class Sink(List<EpochReport> reports) : IProgress<EpochReport>
    {
        public Action Then { get; init; } = () => { };

        public void Report(EpochReport value)
        {
            reports.Add(value);
            Then();
        }
    }
}
