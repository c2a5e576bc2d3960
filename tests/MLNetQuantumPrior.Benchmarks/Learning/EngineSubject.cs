using System.Diagnostics;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>One of our engines, and the trainer; dynamic binarisation, sampler and prior included.</summary>
internal sealed class EngineSubject(
    string model, VaeArchitecture architecture, PriorKind prior, string name, ITrainingEngine engine, int threads)
    : TrainingSubject(model, name, threads)
{
    private static readonly FeatureMatrix Data = Noise(784);

    private readonly BmVaeTrainer _trainer = new(
        engine,
        new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads },
        new() { Epochs = 2, MaxDegreeOfParallelism = threads });

    public static EngineSubject Simd(string model, VaeArchitecture architecture, PriorKind prior, int threads) =>
        new(model, architecture, prior, "simd", new SimdEngine { MaxDegreeOfParallelism = threads }, threads);

    public static EngineSubject TorchSharp(
        string model, VaeArchitecture architecture, PriorKind prior, TorchPrecision precision, int threads)
    {
        string name = precision == TorchPrecision.Single ? "torchsharp" : "torch bf16";
        return new(
            model, architecture, prior, name, new TorchSharpEngine { Precision = precision, MaxDegreeOfParallelism = threads }, threads);
    }

    public override TrainingTime Train()
    {
        var clock = new EpochClock();
        _trainer.Train(Data, architecture, prior, seed: 1, clock);
        return clock.LastEpoch;
    }

    /// <summary>The time of the second epoch: without making the network and its first weights.</summary>
    private sealed class EpochClock : IProgress<EpochReport>
    {
        private long _wall;
        private TimeSpan _processor;

        public TrainingTime LastEpoch { get; private set; }

        public void Report(EpochReport value)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            LastEpoch = new(Stopwatch.GetElapsedTime(_wall).TotalSeconds, (processor - _processor).TotalSeconds);
            (_wall, _processor) = (Stopwatch.GetTimestamp(), processor);
        }
    }

    private static FeatureMatrix Noise(int pixels)
    {
        float[] values = new float[Images * pixels];
        new UniformStream(1, 1).Fill(values);
        return new(pixels, values);
    }
}
