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
        new() { Epochs = 1, MaxDegreeOfParallelism = threads });

    public PriorKind Prior => prior;

    public override TrainingTime Train()
    {
        (long start, TimeSpan processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        _trainer.Train(Data, architecture, prior, seed: 1);
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static FeatureMatrix Noise(int pixels)
    {
        float[] values = new float[Images * pixels];
        new UniformStream(1, 1).Fill(values);
        return new(pixels, values);
    }
}
