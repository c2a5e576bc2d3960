using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
[DoNotParallelize] // with the worker pool busy elsewhere, a step would not use its threads
public sealed class StepAllocationTests
{
    private const int Features = 100, Latents = 64, Batch = 64, Steps = 300, StepsPerEpoch = 1000;

    /// <summary>
    /// A step makes a named random stream (300 bytes), and every fifth notes the energies of 64 chains. The smallest buffers of a step, the
    /// weights of chains and the entropies of rows, have 512 bytes.
    /// </summary>
    private const int BytesPerStep = 600;

    private static IEnumerable<object[]> Priors() =>
    [
        [PriorKind.Gaussian, null!],
        [PriorKind.Bernoulli, SpinGraph.FromEdges(Latents, [])],
        [PriorKind.Rbm, SpinGraph.Bipartite(Latents / 2, Latents / 2)],
        [PriorKind.Boltzmann, SpinGraph.Complete(Latents)],
        [PriorKind.Boltzmann, SpinGraph.FromEdges(Latents, [.. Enumerable.Range(0, Latents - 1).Select(i => new SpinEdge(i, i + 1))])],
    ];

    [TestMethod]
    [DynamicData(nameof(Priors))]
    public void AStepAllocatesNextToNothing(PriorKind kind, SpinGraph? graph)
    {
        foreach (int threads in new[] { 1, 2 })
        {
            TrainingOptions options = new TrainingOptions { BatchSize = Batch, Chains = 64, MaxDegreeOfParallelism = threads }
                .For(200, Likelihood.Bernoulli(Features));
            VaeArchitecture architecture = VaeArchitecture.Mlp(Features, [80], Latents, kind);
            float[] values = new float[200 * Features];
            new UniformStream(1, 1).Fill(values);
            var rows = new ShuffledMatrix(new(Features, values), [.. Enumerable.Range(0, 200)]);
            using IVaeNetwork network = new SimdEngine { MaxDegreeOfParallelism = threads }.Create(architecture, seed: 1);
            var sampler = new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads };
            ITrainedPrior prior = graph is null
                ? new TrainedGaussianPrior(Latents, options)
                : new TrainedBoltzmannPrior(kind, graph, start: null, sampler, options, seed: 1, StepsPerEpoch);
            var loop = new TrainingLoop(network, prior, options, new(options, StepsPerEpoch), new(rows, null), seed: 1);
            using IEnumerator<ReadOnlyMemory<float>> order = Enumerable.Repeat(
                new ReadOnlyMemory<float>(values, 0, Features), int.MaxValue).GetEnumerator();
            AnchorSteps redraws = AnchorSteps.OfMachine(StepsPerEpoch, Latents); // at which a population is made
            int step = 0;
            Run(30); // to be compiled, make buffers, and learn to wait for another thread

            Assert.IsLessThan(BytesPerStep, Run(Steps) / Steps, $"{threads} threads");

            long Run(int count)
            {
                long bytes = 0;
                for (int k = 0; k < count; k++)
                {
                    long before = GC.GetTotalAllocatedBytes(precise: true);
                    loop.Step(order, Batch, default);
                    bytes += redraws.Contains(step++) ? 0 : GC.GetTotalAllocatedBytes(precise: true) - before;
                }

                return bytes;
            }
        }
    }
}
