using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Training images a second of the same models on our engines and, where Debian's python3-torch is installed, on PyTorch: whole training
/// steps, all subjects by turns, so that what else the machine does hits them alike; medians over the rounds.
/// </summary>
internal static class LearningBenchmark
{
    private const int Pixels = 784, Latents = 128, Rounds = 9;

    /// <param name="Model">What is trained.</param>
    /// <param name="Engine">On what.</param>
    /// <param name="Threads">Threads that it may use.</param>
    /// <param name="ImagesPerSecond">Median over the rounds.</param>
    /// <param name="ImagesPerProcessorSecond">The same by processor time, over all threads: what other programs disturb least.</param>
    private sealed record Speed(string Model, string Engine, int Threads, double ImagesPerSecond, double ImagesPerProcessorSecond);

    /// <param name="folder">Receives learning.json and learning-steps.json.</param>
    /// <param name="threadCounts">Numbers of threads to measure with.</param>
    public static void Run(string folder, IReadOnlyList<int> threadCounts)
    {
        VaeArchitecture mlp = VaeArchitecture.Mlp(Pixels, [512, 256], Latents);
        VaeArchitecture conv = VaeArchitecture.Convolutional(28, 28, 1, [32, 64], Latents);
        List<TrainingSubject> subjects = [];
        try
        {
            foreach (int threads in threadCounts)
            {
                subjects.Add(EngineSubject.Simd("mlp 784-512-256-128", mlp, PriorKind.Bernoulli, threads));
                subjects.Add(EngineSubject.Simd("conv 28x28, 1-32-64, 128", conv, PriorKind.Bernoulli, threads));
            }

            if (HasLibTorch(mlp))
            {
                foreach ((int threads, TorchPrecision precision) in
                    threadCounts.SelectMany(threads => Enum.GetValues<TorchPrecision>().Select(precision => (threads, precision))))
                {
                    subjects.Add(EngineSubject.TorchSharp("mlp 784-512-256-128", mlp, PriorKind.Bernoulli, precision, threads));
                    subjects.Add(EngineSubject.TorchSharp("conv 28x28, 1-32-64, 128", conv, PriorKind.Bernoulli, precision, threads));
                }
            }

            if (TorchSubject.IsInstalled)
            {
                foreach (int threads in threadCounts)
                {
                    subjects.Add(new TorchSubject("mlp 784-512-256-128", "mlp", threads));
                    subjects.Add(new TorchSubject("conv 28x28, 1-32-64, 128", "conv", threads));
                }
            }
            else
            {
                Console.WriteLine(
                    "PyTorch is not measured: expected /usr/bin/python3 with torch. apt-get install python3-torch libopenblas0-openmp");
            }

            ResultFile.Write(folder, "learning.json", Speeds(subjects).ToArray());
        }
        finally
        {
            subjects.ForEach(subject => subject.Dispose());
        }

        StepBenchmark.Run(folder, threadCounts);
    }

    private static bool HasLibTorch(VaeArchitecture architecture)
    {
        try
        {
            new TorchSharpEngine().Create(architecture, seed: 1).Dispose();
            if (Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is { } kernels)
            {
                Console.WriteLine(
                    $"OPENBLAS_CORETYPE is {kernels}: the TorchSharp engine runs on OpenBLAS's kernels for that; unset it to compare.");
            }

            return true;
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine($"The TorchSharp engine is not measured: {error.Message}");
            return false;
        }
    }

    private static IEnumerable<Speed> Speeds(IReadOnlyList<TrainingSubject> subjects)
    {
        TrainingTime[][] times = ByTurns(subjects);
        for (int k = 0; k < subjects.Count; k++)
        {
            var speed = new Speed(
                subjects[k].Model,
                subjects[k].Engine,
                subjects[k].Threads,
                TrainingSubject.Images / MedianOf(times[k].Select(time => time.Wall)),
                TrainingSubject.Images / MedianOf(times[k].Select(time => time.Processor)));
            Console.WriteLine(FormattableString.Invariant(
                $"{speed.Model,-26} {speed.Engine,-10} {speed.Threads} threads {speed.ImagesPerSecond,10:N0} images/s, ") +
                FormattableString.Invariant($"{speed.ImagesPerProcessorSecond,10:N0} a processor second"));
            yield return speed;
        }
    }

    /// <summary>The times of each subject.</summary>
    private static TrainingTime[][] ByTurns(IReadOnlyList<TrainingSubject> subjects)
    {
        TrainingTime[][] times = [.. subjects.Select(_ => new TrainingTime[Rounds])];
        for (int round = -2; round < Rounds; round++) // two rounds to warm up
        {
            for (int k = 0; k < subjects.Count; k++)
            {
                TrainingTime time = subjects[k].Train();
                if (round >= 0)
                {
                    times[k][round] = time;
                }
            }
        }

        return times;
    }

    private static double MedianOf(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
