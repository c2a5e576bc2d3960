using System.Diagnostics;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Training steps of one prior on the built-in engine: networks, sampler and prior, with the anchors of log Z that come along.
/// </summary>
internal sealed class StepSubject : IDisposable
{
    /// <summary>Of 60,000 rows.</summary>
    public const int StepsPerEpoch = 469;

    private const int Pixels = 784, Rows = 1024;

    private readonly TrainingOptions _options;
    private readonly IVaeNetwork _network;
    private readonly TrainingLoop _loop;
    private readonly IEnumerator<ReadOnlyMemory<float>> _rows;

    public StepSubject(PriorKind prior, int latents, int threads)
    {
        Prior = prior;
        _options = new() { MaxDegreeOfParallelism = threads };
        var engine = new SimdEngine { MaxDegreeOfParallelism = threads };
        var sampler = new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads };
        _network = engine.Create(VaeArchitecture.Mlp(Pixels, [512, 256], latents, prior), seed: 1);
        ITrainedPrior trained = prior == PriorKind.Gaussian
            ? new TrainedGaussianPrior(latents, _options)
            : new TrainedBoltzmannPrior(prior, prior.DefaultGraph(latents), start: null, sampler, _options, seed: 1, StepsPerEpoch);
        float[] values = new float[Rows * Pixels];
        new UniformStream(1, 1).Fill(values);
        var data = new ShuffledMatrix(new(Pixels, values), [.. Enumerable.Range(0, Rows)]);
        _loop = new(_network, trained, _options, new(_options, StepsPerEpoch), new(data, null), seed: 1);
        _rows = Again(data).GetEnumerator();
    }

    public PriorKind Prior { get; }

    public TrainingTime Run(int steps)
    {
        long wall = Stopwatch.GetTimestamp();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int k = 0; k < steps; k++)
        {
            _loop.Step(_rows, _options.BatchSize, default);
        }

        return new(Stopwatch.GetElapsedTime(wall).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _network.Dispose();
    }

    private static IEnumerable<ReadOnlyMemory<float>> Again(ShuffledMatrix data)
    {
        while (true)
        {
            foreach (ReadOnlyMemory<float> row in data.Epoch(seed: 1, epoch: 0))
            {
                yield return row;
            }
        }
    }
}
