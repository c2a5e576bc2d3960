using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Networks of images: how fast both engines are, what they need end to end, and which networks are worth it.</summary>
internal static class ConvolutionComparison
{
    private const int Rounds = 5;
    private const double Batch = 128;

    public static readonly string[] Parts = ["speed", "training", "networks"];

    /// <summary>Measures some parts.</summary>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded.</exception>
    public static IEnumerable<ResultRow> Measure(IReadOnlyList<string> parts, IReadOnlyList<int> threadCounts, string? faces) =>
        parts.SelectMany(part => part switch
        {
            "speed" => Speed(threadCounts),
            "training" => EngineTraining.Measure(faces),
            "networks" => NetworkComparison.Measure(faces),
            _ => throw new ArgumentException($"Option '--parts': expected {string.Join(", ", Parts)}, got '{part}'."),
        });

    /// <summary>Training steps of 128 images of noise, both engines by turns: medians over rounds.</summary>
    private static IEnumerable<ResultRow> Speed(IReadOnlyList<int> threadCounts)
    {
        (string Name, VaeArchitecture Networks)[] models =
        [
            ("28 x 28, [32, 64]", VaeArchitecture.Convolutional(28, 28, 1, [32, 64], latents: 128)),
            ("64 x 64 x 3, [32, 64, 128]", VaeArchitecture.Convolutional(64, 64, 3, [32, 64, 128], latents: 128)),
            ("64 x 64 x 3, [32, 64, 128, 256]", VaeArchitecture.Convolutional(64, 64, 3, [32, 64, 128, 256], latents: 256)),
        ];
        foreach ((string name, VaeArchitecture networks) in models)
        {
            foreach (int threads in threadCounts)
            {
                string set = $"{name}, {threads} {(threads == 1 ? "thread" : "threads")}";
                EngineSubject[] subjects =
                [
                    new(set, "simd", networks, new SimdEngine { MaxDegreeOfParallelism = threads }, threads),
                    new(set, "torchsharp", networks, new TorchSharpEngine { MaxDegreeOfParallelism = threads }, threads),
                ];
                TrainingSpeed[][] speeds = EngineComparison.ByTurns(subjects, Rounds);
                foreach ((EngineSubject subject, TrainingSpeed[] own) in subjects.Zip(speeds))
                {
                    yield return Row("step_wall_seconds", own.Select(speed => Batch / speed.Wall));
                    yield return Row("step_processor_seconds", own.Select(speed => Batch / speed.Processor));
                    yield return Row("ratio_wall", speeds[0].Zip(own, (simd, other) => simd.Wall / other.Wall));
                    yield return Row("ratio_processor", speeds[0].Zip(own, (simd, other) => simd.Processor / other.Processor));

                    ResultRow Row(string metric, IEnumerable<double> values) =>
                        new(set, subject.Name, metric, Seed: 1, values.Order().ElementAt(own.Length / 2));
                }
            }
        }
    }
}
