using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class BmVaeTrainerTests
{
    private const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side, Latents = 8;

    private static readonly FeatureMatrix Data = BarsAndStripes.Rows(copies: 20);
    private static readonly TrainingOptions Short = new() { Epochs = 3, BatchSize = 50, Chains = 20 };
    private static readonly VaeArchitecture Architecture = VaeArchitecture.Mlp(Pixels, [32], Latents);

    [TestMethod]
    public void TrainedModelComesNearTheEntropyOfTheData()
    {
        // 30 equally likely patterns: no model has a mean -log p(x) below log 30 = 3.40, and an independent model of the pixels needs 16 log 2 = 11.1.
        var options = new TrainingOptions { Epochs = 150, BatchSize = 50, Chains = 100, LearningRate = 3e-3, KlWarmUpEpochs = 20 };

        BmVaeModel model = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, options)
            .Train(Data, Architecture, SpinGraph.Complete(Latents), seed: 1);

        double nats = ExactNats(model);
        Assert.IsTrue(nats >= Math.Log(30) - 1e-3, $"-log p(x) {nats} is below the entropy of the data");
        Assert.IsTrue(nats < Math.Log(30) + 1, $"-log p(x) {nats}");
    }

    [TestMethod]
    public void SameSeedGivesTheSameModelOnAnyNumberOfThreads()
    {
        BmVaeModel one = Train(1, seed: 5), two = Train(2, seed: 5), again = Train(2, seed: 5), other = Train(2, seed: 6);

        AssertSame(one, two);
        AssertSame(two, again);
        Assert.IsFalse(two.Parameters.SequenceEqual(other.Parameters));

        static BmVaeModel Train(int threads, ulong seed) =>
            new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = threads }, new BlockGibbsSampler { MaxDegreeOfParallelism = threads }, Short)
                .Train(Data, Architecture, SpinGraph.Complete(Latents), seed);

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
            Assert.IsTrue(report.Boltzmann!.Entropy is > 0 and < 5.55, $"entropy {report.Boltzmann.Entropy}: {Latents} bits have at most {Latents} log 2 nats");
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

        Assert.ThrowsExactly<OperationCanceledException>(() => Trainer(Short).Train(Data, Architecture, SpinGraph.Complete(Latents), 1, sink, source.Token));

        Assert.HasCount(1, reports);
    }

    [TestMethod]
    public void ContradictingSizesAreNamed()
    {
        Expect("Graph 'complete(5)': expected 8 spins", () => Trainer(Short).Train(Data, Architecture, SpinGraph.Complete(5), 1));
        Expect("expected 16 inputs, one a feature, got 9", () => Trainer(Short).Train(Data, VaeArchitecture.Mlp(9, [], Latents), SpinGraph.Complete(Latents), 1));
        Expect("expected at least one batch of 601 rows, got 600", () => Trainer(Short with { BatchSize = 601 }).Train(Data, Architecture, SpinGraph.Complete(Latents), 1));

        static void Expect(string message, Action train) => StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(train).Message, message);
    }

    [TestMethod]
    public void OptionsOutOfRangeAreNamed()
    {
        foreach ((TrainingOptions options, string name) in new[]
        {
            (Short with { Epochs = 0 }, "Epochs"), (Short with { BatchSize = 0 }, "BatchSize"), (Short with { LearningRate = double.NaN }, "LearningRate"),
            (Short with { KlWeight = -1 }, "KlWeight"), (Short with { KlWarmUpEpochs = -1 }, "KlWarmUpEpochs"), (Short with { Temperature = 0 }, "Temperature"),
            (Short with { Chains = 0 }, "Chains"),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(options).Train(Data, Architecture, SpinGraph.Complete(Latents), 1));
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
    public void SamplerWithoutContinuedChainsIsRefused()
    {
        var trainer = new BmVaeTrainer(new SimdEngine(), new ExactSampler(), Short);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Train(Data, Architecture, SpinGraph.Complete(Latents), 1));

        StringAssert.Contains(error.Message, "ExactSampler: expected a state to continue the chains from");
    }

    private static BmVaeTrainer Trainer(TrainingOptions options) => new(new SimdEngine(), new BlockGibbsSampler(), options);

    /// <summary>-log p(x), mean over the patterns, with p(x) = sum_s p(s) p(x|s) over all codes.</summary>
    private static double ExactNats(BmVaeModel model)
    {
        double[] h = [.. model.Prior.Fields.Select(value => (double)value)], j = [.. model.Prior.Couplings.Select(value => (double)value)];
        (int, int)[] edges = [.. model.Prior.Graph.Edges.Select(edge => (edge.I, edge.J))];
        double logZ = Enumeration.LogZ(h, edges, j);
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
                likelihood[row] += prior * x.Select((value, i) => (double)(value == 1 ? p[i] : 1 - p[i])).Aggregate(1.0, (product, factor) => product * factor);
            }
        }

        return -likelihood.Average(Math.Log);
    }

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
