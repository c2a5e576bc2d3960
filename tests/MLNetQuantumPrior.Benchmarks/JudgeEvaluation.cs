using System.Diagnostics;
using System.Security.Cryptography;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Trains the judge of generated digits, measures it on MNIST's test images, and leaves its weights and figures.</summary>
internal static class JudgeEvaluation
{
    private const string FileName = "mnist-judge.bin";
    private const ulong Seed = 1;
    private const int Classes = 10;
    private static readonly int[] Hidden = [256, 128];

    private static readonly ClassifierOptions Options = new()
    {
        Epochs = 40,
        Augmentation = new(Mnist.Side, Mnist.Side) { MaxShift = 2, MaxRotation = 10, MaxScaling = 0.1 },
    };

    private sealed record Report(
        string Command,
        string Architecture,
        ulong Seed,
        int Epochs,
        int TrainingImages,
        int TestImages,
        int TestErrors,
        double TestAccuracy,
        double Seconds,
        double ProcessorSeconds,
        long FileBytes,
        string Sha256);

    public static void Run(string dataFolder, string folder)
    {
        Mnist train = Mnist.Load(dataFolder, "train"), test = Mnist.Load(dataFolder, "t10k");
        ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(train.Images.Columns, Hidden, Classes);
        using Process process = Process.GetCurrentProcess();
        TimeSpan processorBefore = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        Classifier judge = new ClassifierTrainer(Options).Train(train.Images, train.Labels, architecture, Seed, new Printer());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();

        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        judge.Save(path);
        byte[] file = File.ReadAllBytes(path);
        double accuracy = Classifier.Load(path).Accuracy(test.Images, test.Labels);
        var report = new Report(
            "./build.sh eval judge",
            string.Join('-', [train.Images.Columns, .. Hidden, Classes]),
            Seed,
            Options.Epochs,
            train.Labels.Length,
            test.Labels.Length,
            (int)Math.Round((1 - accuracy) * test.Labels.Length),
            accuracy,
            seconds,
            (process.TotalProcessorTime - processorBefore).TotalSeconds,
            file.Length,
            Convert.ToHexStringLower(SHA256.HashData(file)));
        Console.WriteLine(FormattableString.Invariant(
            $"judge {report.Architecture}: test accuracy {accuracy:P2}, {report.TestErrors} errors, {seconds:F0} s"));
        Console.WriteLine($"Written to {Path.GetFullPath(path)}");
        ResultFile.Write(folder, "judge.json", report);
    }

    private sealed class Printer : IProgress<ClassifierEpoch>
    {
        public void Report(ClassifierEpoch value) => Console.WriteLine($"  {value}");
    }
}
