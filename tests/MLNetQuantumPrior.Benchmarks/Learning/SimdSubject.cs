using System.Diagnostics;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Our engine and trainer; dynamic binarisation, sampler and prior included.</summary>
internal sealed class SimdSubject(string model, VaeArchitecture architecture, PriorKind prior, int threads)
    : TrainingSubject(model, "simd", threads)
{
    private static readonly FeatureMatrix Data = Noise(784);

    private readonly BmVaeTrainer _trainer = new(
        new SimdEngine { MaxDegreeOfParallelism = threads },
        new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads },
        new() { Epochs = 2, MaxDegreeOfParallelism = threads });

    public PriorKind Prior => prior;

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
