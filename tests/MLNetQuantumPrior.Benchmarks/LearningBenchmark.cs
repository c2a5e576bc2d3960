using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Training images a second: a whole BM-VAE training, its sampler included.</summary>
internal static class LearningBenchmark
{
    private const int Images = 25_600, Pixels = 784;

    private sealed record Speed(string Model, string Engine, int Threads, double ImagesPerSecond);

    public static void Run(string folder)
    {
        var random = new UniformStream(1, 1);
        float[] values = new float[Images * Pixels];
        random.Fill(values);
        var data = new FeatureMatrix(Pixels, values);
        var speeds = new List<Speed>();
        foreach (int latents in new[] { 128, 256 })
        {
            VaeArchitecture architecture = VaeArchitecture.Mlp(Pixels, [512, 256], latents);
            foreach (int threads in Enumerable.Range(1, Environment.ProcessorCount))
            {
                var trainer = new BmVaeTrainer(
                    new SimdEngine { MaxDegreeOfParallelism = threads },
                    new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = threads },
                    new() { Epochs = 1 });
                double seconds = Median.Seconds(() => trainer.Train(data, architecture, SpinGraph.Complete(latents), seed: 1));
                speeds.Add(new($"bm-vae {Pixels}-512-256-{latents}", "simd", threads, Images / seconds));
                Console.WriteLine(FormattableString.Invariant($"{speeds[^1].Model,-24} {threads} threads {Images / seconds,10:N0} images/s"));
            }
        }

        ResultFile.Write(folder, "learning.json", speeds);
    }
}
