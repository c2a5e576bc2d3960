using System.Diagnostics;
using System.Security.Cryptography;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Trains the judge of generated digits, measures it on MNIST's test images, and leaves its weights and figures.</summary>
internal static class JudgeEvaluation
{
    private const string FileName = "mnist-judge.bin";
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
        LabeledImages train = LabeledImages.Load(dataFolder, "train"), test = LabeledImages.Load(dataFolder, "t10k");
        using Process process = Process.GetCurrentProcess();
        TimeSpan processorBefore = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        Classifier judge = JudgeOfImages.Train(train, JudgeOfImages.Options, new Printer());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();

        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        judge.Save(path);
        byte[] file = File.ReadAllBytes(path);
        double accuracy = Classifier.Load(path).Accuracy(test.Images, test.Labels);
        var report = new Report(
            "./build.sh eval judge",
            string.Join('-', [train.Images.Columns, .. JudgeOfImages.Hidden, LabeledImages.Classes]),
            JudgeOfImages.Seed,
            JudgeOfImages.Options.Epochs,
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
