using System.Diagnostics;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>An engine and the trainer, which train a model on images of noise again and again; sampler and prior included.</summary>
/// <param name="model">Name of the model and the number of threads.</param>
/// <param name="name">Of the engine.</param>
/// <param name="architecture">The networks.</param>
/// <param name="engine">The engine, of as many threads.</param>
/// <param name="threads">Threads that it may use.</param>
internal sealed class EngineSubject(string model, string name, VaeArchitecture architecture, ITrainingEngine engine, int threads)
{
    /// <summary>Fewer of large images, which take longer.</summary>
    private readonly int _images = architecture.InputSize <= 784 ? 5_120 : 512;

    private readonly BmVaeTrainer _trainer = new(
        engine,
        new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads },
        new() { Epochs = 2, MaxDegreeOfParallelism = threads, Relaxation = Relaxation.ReinMax }); // soft bits are judged after an epoch

    public string Model => model;

    public string Name => name;

    /// <summary>Images per second, of the clock and of all threads' processor time, over the second epoch of a training.</summary>
    public TrainingSpeed Train()
    {
        var clock = new EpochClock(_images);
        _trainer.Train(Noise(_images, architecture.InputSize), architecture, PriorKind.Bernoulli, seed: 1, clock);
        return clock.LastEpoch;
    }

    /// <summary>Leaves out the first epoch, which makes the network and its first weights.</summary>
    private sealed class EpochClock(int images) : IProgress<EpochReport>
    {
        private long _wall;
        private TimeSpan _processor;

        public TrainingSpeed LastEpoch { get; private set; }

        public void Report(EpochReport value)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            LastEpoch = new(images / Stopwatch.GetElapsedTime(_wall).TotalSeconds, images / (processor - _processor).TotalSeconds);
            (_wall, _processor) = (Stopwatch.GetTimestamp(), processor);
        }
    }

    private static FeatureMatrix Noise(int images, int pixels)
    {
        float[] values = new float[images * pixels];
        new UniformStream(1, 1).Fill(values);
        return new(pixels, values);
    }
}

/// <summary>Images per second of a training.</summary>
/// <param name="Wall">By the clock on the wall.</param>
/// <param name="Processor">By the processor time of all threads: what other programs disturb least.</param>
internal readonly record struct TrainingSpeed(double Wall, double Processor);
