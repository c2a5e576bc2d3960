using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Whether batch normalisation and residual blocks pay: bounds of validation images after as many steps, and after as much processor time.
/// </summary>
internal static class NetworkComparison
{
    private const int Images = 4_096, Held = 512, Epochs = 12, Latents = 128, Threads = 1, Seeds = 1;

    private static readonly int[] Filters = [16, 32, 64, 128];

    public static IEnumerable<ResultRow> Measure(string? faces)
    {
        FeatureMatrix images = ColourImages.Read(faces, 0, Images), held = ColourImages.Read(faces, Images, Held);
        string set = $"{(faces is null ? "drawn" : "faces")} 64 x 64 x 3, {Images} images";
        foreach ((string name, VaeArchitecture networks, int epochs, double rate) in Variants())
        {
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                var progress = new Last();
                TimeSpan before = Environment.CpuUsage.TotalTime;
                var trainer = new BmVaeTrainer(
                    new SimdEngine { MaxDegreeOfParallelism = Threads },
                    new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = Threads },
                    new()
                    {
                        Epochs = epochs, BatchSize = 128, LearningRate = rate, DynamicBinarization = false,
                        MaxDegreeOfParallelism = Threads,
                    })
                {
                    Validation = held,
                };
                EpochReport last;
                try
                {
                    trainer.Train(images, networks, PriorKind.Bernoulli, seed, progress);
                    last = progress.Report!;
                }
                catch (TrainingDivergedException error)
                {
                    Console.WriteLine($"{name}: {error.Message}");
                    continue;
                }

                double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
                Console.WriteLine($"{name}, seed {seed}: {seconds:F0} s, {last}");
                yield return new(set, name, "validation_bound", seed, last.ValidationElbo ?? double.NaN);
                yield return new(set, name, "validation_reconstruction", seed, last.ValidationReconstruction ?? double.NaN);
                yield return new(set, name, "validation_kl", seed, last.ValidationKl ?? double.NaN);
                yield return new(set, name, "steps", seed, (double)epochs * Images / 128);
                yield return new(set, name, "processor_seconds", seed, seconds);
            }
        }
    }

    private static IEnumerable<(string Name, VaeArchitecture Networks, int Epochs, double Rate)> Variants()
    {
        const double Usual = 2e-3, Smaller = 5e-4;
        yield return ("convolutional", Convolutional(batchNorm: true), Epochs, Usual);
        yield return ("residual", Residual(batchNorm: true), Epochs, Usual);
        yield return ("convolutional without batch norm", Convolutional(batchNorm: false), Epochs, Usual);
        yield return ("convolutional without batch norm, rate 0.0005", Convolutional(batchNorm: false), Epochs, Smaller);
        yield return ("residual without batch norm, rate 0.0005", Residual(batchNorm: false), Epochs, Smaller);
        yield return ("convolutional, twice the steps", Convolutional(batchNorm: true), 2 * Epochs, Usual);

        static VaeArchitecture Convolutional(bool batchNorm) =>
            VaeArchitecture.Convolutional(
                ColourImages.Side, ColourImages.Side, ColourImages.Channels, Filters, Latents, batchNorm: batchNorm);

        static VaeArchitecture Residual(bool batchNorm) =>
            VaeArchitecture.Residual(ColourImages.Side, ColourImages.Side, ColourImages.Channels, Filters, Latents, batchNorm: batchNorm);
    }

    private sealed class Last : IProgress<EpochReport>
    {
        public EpochReport? Report { get; private set; }

        void IProgress<EpochReport>.Report(EpochReport value) => Report = value;
    }
}
