using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Training images per second of the same models on the SIMD engine and on TorchSharp: whole training steps, all by turns, so that what
/// else the machine does hits them alike; medians over the rounds.
/// </summary>
internal static class EngineComparison
{
    private const int Rounds = 9;
    private const string Simd = "simd";

    /// <summary>Measures with each number of threads.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded.</exception>
    public static IEnumerable<ResultRow> Measure(IReadOnlyList<int> threadCounts)
    {
        (string Name, VaeArchitecture Networks)[] models =
        [
            ("dense", VaeArchitecture.Mlp(784, [512, 256], latents: 128)),
            ("convolutional", VaeArchitecture.Convolutional(28, 28, 1, [32, 64], latents: 128)),
        ];
        EngineSubject[] subjects =
        [
            .. from model in models
            from threads in threadCounts
            from engine in Engines(threads)
            select new EngineSubject(
                $"{model.Name} {threads} {(threads == 1 ? "thread" : "threads")}", engine.Name, model.Networks, engine.Engine, threads),
        ];
        return Rows(subjects, ByTurns(subjects, Rounds));
    }

    private static (string Name, ITrainingEngine Engine)[] Engines(int threads) =>
    [
        (Simd, new SimdEngine { MaxDegreeOfParallelism = threads }),
        ("torchsharp", new TorchSharpEngine { MaxDegreeOfParallelism = threads }),
        ("torchsharp-bfloat16", new TorchSharpEngine { Precision = TorchPrecision.MixedBFloat16, MaxDegreeOfParallelism = threads }),
    ];

    /// <summary>The speeds of each subject.</summary>
    public static TrainingSpeed[][] ByTurns(EngineSubject[] subjects, int rounds)
    {
        TrainingSpeed[][] speeds = [.. subjects.Select(_ => new TrainingSpeed[rounds])];
        for (int round = -2; round < rounds; round++) // two rounds to warm up
        {
            for (int k = 0; k < subjects.Length; k++)
            {
                TrainingSpeed speed = subjects[k].Train();
                if (round >= 0)
                {
                    speeds[k][round] = speed;
                }
            }

            Console.WriteLine(round < 0 ? "warmed up" : $"round {round + 1} of {rounds}");
        }

        return speeds;
    }

    private static IEnumerable<ResultRow> Rows(EngineSubject[] subjects, TrainingSpeed[][] speeds)
    {
        for (int k = 0; k < subjects.Length; k++)
        {
            EngineSubject subject = subjects[k];
            TrainingSpeed[] simd = speeds[Array.FindIndex(subjects, other => other.Name == Simd && other.Model == subject.Model)];
            yield return Row("images_per_second_wall", speeds[k].Select(speed => speed.Wall));
            yield return Row("images_per_processor_second", speeds[k].Select(speed => speed.Processor));
            yield return Row("time_ratio_to_simd_wall", simd.Zip(speeds[k], (ours, own) => ours.Wall / own.Wall));
            yield return Row("time_ratio_to_simd_processor", simd.Zip(speeds[k], (ours, own) => ours.Processor / own.Processor));

            ResultRow Row(string metric, IEnumerable<double> values) =>
                new(subject.Model, subject.Name, metric, Seed: 1, values.Order().ElementAt(Rounds / 2));
        }
    }
}
