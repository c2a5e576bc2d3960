using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Chains move while networks step: neither sees that.</summary>
[TestClass]
[DoNotParallelize] // with the worker pool busy elsewhere, a step would not use its threads
public sealed class ThreadCountTests
{
    private const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side, Latents = 64;

    private static readonly FeatureMatrix Data = BarsAndStripes.Rows(copies: 5);
    private static readonly TrainingOptions Short = new() { Epochs = 6, BatchSize = 15, Chains = 100 };
    private static readonly SpinGraph Row = SpinGraph.FromEdges(
        Latents, [.. Enumerable.Range(1, Latents - 1).Select(i => new SpinEdge(i - 1, i))]);

    private static IEnumerable<object[]> Trainings() =>
    [
        [SpinGraph.Complete(Latents), Short],
        [SpinGraph.Complete(Latents), Short with { Relaxation = Relaxation.ReinMax, KlTarget = 3, CouplingDecay = 0.1 }],
        [SpinGraph.Complete(8), Short],
        [SpinGraph.Bipartite(Latents / 2, Latents / 2), Short with { NegativePhase = NegativePhaseKind.SamplerDraws }],
        [Row, Short],
        [Row, Short with { NegativePhase = NegativePhaseKind.SamplerDraws, StepsPerDraw = 3 }],
        [SpinGraph.FromEdges(Latents, []), Short],
    ];

    [TestMethod]
    [DynamicData(nameof(Trainings))]
    public void AModelIsTheSameOnAnyNumberOfThreads(SpinGraph graph, TrainingOptions options)
    {
        BmVaeModel one = Train(graph, options, threads: 1), further = Train(graph, options, threads: 1, start: one);
        foreach (int threads in (int[])[2, 3, 8])
        {
            AssertSame(one, Train(graph, options, threads));
            AssertSame(further, Train(graph, options, threads, start: one));
        }
    }

    [TestMethod]
    public void TrainingsAtTheSameTimeAreAsAlone()
    {
        SpinGraph graph = SpinGraph.Complete(Latents);
        BmVaeModel alone = Train(graph, Short, threads: 1);

        Parallel.For(0, 4, _ => AssertSame(alone, Train(graph, Short, threads: 3)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void ASamplerMayTrainItselfOrEndTheTraining(int threads)
    {
        BmVaeModel inner = Train(Row, Short, threads);
        int calls = 0;
        var sampler = new OtherSampler(() =>
        {
            AssertSame(inner, Train(Row, Short, threads));
            if (++calls == 4)
            {
                throw new FormatException("the fourth");
            }
        });
        TrainingOptions options = Short with { NegativePhase = NegativePhaseKind.SamplerDraws };

        Assert.AreEqual("the fourth", Assert.ThrowsExactly<FormatException>(() => Train(Row, options, threads, sampler: sampler)).Message);
        Assert.AreEqual(4, calls);
        AssertSame(inner, Train(Row, Short, threads));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void ATrainingThatIsCancelledInASamplerEnds(int threads)
    {
        using var source = new CancellationTokenSource();
        TrainingOptions options = Short with { NegativePhase = NegativePhaseKind.SamplerDraws };

        Assert.Throws<OperationCanceledException>(
            () => Train(Row, options, threads, sampler: new OtherSampler(source.Cancel), cancel: source.Token));
    }

    private static BmVaeModel Train(
        SpinGraph graph,
        TrainingOptions options,
        int threads,
        BmVaeModel? start = null,
        IIsingSampler? sampler = null,
        CancellationToken cancel = default)
    {
        var trainer = new BmVaeTrainer(
            new SimdEngine { MaxDegreeOfParallelism = threads },
            sampler ?? new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads },
            options with { MaxDegreeOfParallelism = threads })
        {
            Start = start,
        };
        return trainer.Train(Data, VaeArchitecture.Mlp(Pixels, [32], graph.SpinCount), graph, seed: 5, cancel: cancel);
    }

    private static void AssertSame(BmVaeModel expected, BmVaeModel actual)
    {
        Assert.IsTrue(expected.Parameters.SequenceEqual(actual.Parameters));
        CollectionAssert.AreEqual(expected.Prior.Fields, actual.Prior.Fields);
        CollectionAssert.AreEqual(expected.Prior.Couplings, actual.Prior.Couplings);
        CollectionAssert.AreEqual(
            expected.Training!.Epochs.Select(epoch => epoch.Kl).ToArray(), actual.Training!.Epochs.Select(epoch => epoch.Kl).ToArray());
    }

    /// <summary>Does something else before it draws.</summary>
    private sealed class OtherSampler(Action before) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            before();
            return new BlockGibbsSampler { Sweeps = 2 }.Sample(model, request, cancel);
        }
    }
}
