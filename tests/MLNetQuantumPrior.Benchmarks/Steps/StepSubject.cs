using System.Diagnostics;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// A training with one of the priors that makes its steps some at a time, with all that comes along, such as fresh draws of its chains.
/// </summary>
internal sealed class StepSubject : IDisposable
{
    public const int StepsPerTurn = 67, TurnsPerEpoch = 7;
    private const int Batch = 128, Epochs = 100; // of the schedule: warm-up and decay are those of a long training

    private readonly IVaeNetwork _network;
    private readonly TrainingLoop _loop;
    private readonly IEnumerator<ReadOnlyMemory<float>> _order;
    private readonly List<double> _clock = [], _processor = [];

    /// <param name="digits">Rows to train on.</param>
    /// <param name="kind">The prior.</param>
    /// <param name="latents">Latents of it.</param>
    /// <param name="threads">Threads of engine, sampler and all else.</param>
    /// <param name="engine">The engine, of as many threads.</param>
    public StepSubject(FeatureMatrix digits, PriorKind kind, int latents, int threads, ITrainingEngine engine)
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(digits.Columns, [512, 256], latents, kind);
        TrainingOptions options = new TrainingOptions { BatchSize = Batch, Epochs = Epochs, MaxDegreeOfParallelism = threads }
            .For(digits.Rows, architecture.Likelihood);
        const int StepsPerEpoch = StepsPerTurn * TurnsPerEpoch;
        ITrainedPrior prior = kind == PriorKind.Gaussian
            ? new TrainedGaussianPrior(latents, options)
            : new TrainedBoltzmannPrior(
                kind, kind.DefaultGraph(latents), start: null, new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads },
                options, seed: 1, StepsPerEpoch);
        _network = engine.Create(architecture, seed: 1);
        var rows = new ShuffledMatrix(digits, [.. Enumerable.Range(0, digits.Rows)]);
        _loop = new(_network, prior, options, new(options, StepsPerEpoch), new(rows, null), seed: 1);
        _order = Enumerable.Range(0, int.MaxValue).Select(k => digits.Memory(k % digits.Rows)).GetEnumerator();
    }

    /// <summary>Milliseconds of a step by the clock.</summary>
    public double Clock => OfAnEpoch(_clock);

    /// <summary>Milliseconds of a step in processor time of all threads.</summary>
    public double Processor => OfAnEpoch(_processor);

    /// <summary>Makes the steps of a turn, and notes what they take.</summary>
    public void Turn(bool isCounted)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < StepsPerTurn; k++)
        {
            _loop.Step(_order, Batch, default);
        }

        if (isCounted)
        {
            _clock.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / StepsPerTurn);
            _processor.Add((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / StepsPerTurn);
        }
    }

    public void Dispose()
    {
        _network.Dispose();
        _order.Dispose();
    }

    /// <summary>The median over epochs of each turn of an epoch, and the mean of those: redraws of chains are in some turns only.</summary>
    private static double OfAnEpoch(List<double> turns) => Enumerable.Range(0, TurnsPerEpoch).Average(
        turn => turns.Where((_, k) => k % TurnsPerEpoch == turn).Order().ElementAt(turns.Count / TurnsPerEpoch / 2));
}
