using System.Diagnostics;
using System.Security.Cryptography;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Trains the judge of generated digits, measures it on MNIST's test images, and leaves its weights and figures.</summary>
internal static class JudgeEvaluation
{
    private const string FileName = "mnist-judge.bin";

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
        string method = $"judge {string.Join('-', [train.Images.Columns, .. JudgeOfImages.Hidden, LabeledImages.Classes])}";
        Results.Of(
            "tests/MLNetQuantumPrior.Experiments",
            [
                Row("test_errors", Math.Round((1 - accuracy) * test.Labels.Length)),
                Row("test_accuracy", accuracy),
                Row("epochs", JudgeOfImages.Options.Epochs),
                Row("seconds", seconds),
                Row("processor_seconds", (process.TotalProcessorTime - processorBefore).TotalSeconds),
                Row("file_bytes", file.Length),
            ]).Write(Path.Combine(folder, "judge.json"));
        Console.WriteLine(FormattableString.Invariant($"{method}: test accuracy {accuracy:P2}, {seconds:F0} s"));
        Console.WriteLine($"Written to {Path.GetFullPath(path)}, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(file))}");

        ResultRow Row(string metric, double value) => new("MNIST", method, metric, JudgeOfImages.Seed, value);
    }

    private sealed class Printer : IProgress<ClassifierEpoch>
    {
        public void Report(ClassifierEpoch value) => Console.WriteLine($"  {value}");
    }
}
