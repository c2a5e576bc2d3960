using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>A training end to end on images of 64 x 64 x 3, each engine in a process of its own, whose memory is its alone.</summary>
internal static class EngineTraining
{
    public const string Command = "engine-training";

    private const int Images = 2_560, Held = 512, Epochs = 6, Latents = 256, Threads = 1;

    private static VaeArchitecture Networks => VaeArchitecture.Convolutional(64, 64, 3, [32, 64, 128, 256], Latents);

    /// <summary>Starts the processes and reads what they say.</summary>
    /// <exception cref="InvalidDataException">A process failed.</exception>
    public static IEnumerable<ResultRow> Measure(string? faces)
    {
        foreach (string engine in (string[])["simd", "torchsharp"])
        {
            string[] options = faces is null ? [] : ["--faces", faces];
            string[] arguments = ["exec", typeof(EngineTraining).Assembly.Location, Command, engine, .. options];
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
            {
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            string last = output.TrimEnd().Split('\n')[^1];
            if (process.ExitCode != 0)
            {
                throw new InvalidDataException($"Training on '{engine}': expected exit code 0, got {process.ExitCode}. {last}");
            }

            string set = $"{(faces is null ? "drawn" : "faces")} 64 x 64 x 3, {Images} images, {Epochs} epochs";
            foreach ((string metric, double value) in JsonSerializer.Deserialize<Dictionary<string, double>>(last)!)
            {
                yield return new(set, engine, metric, Seed: 1, value);
            }
        }
    }

    /// <summary>Trains, and writes figures as a line of JSON: losses of each epoch, processor time, and the largest working set.</summary>
    public static void Run(string engine, string? faces)
    {
        ITrainingEngine chosen = engine == "simd"
            ? new SimdEngine { MaxDegreeOfParallelism = Threads }
            : new TorchSharpEngine { MaxDegreeOfParallelism = Threads };
        using Process self = Process.GetCurrentProcess();
        FeatureMatrix images = ColourImages.Read(faces, 0, Images);
        self.Refresh();
        var figures = new Dictionary<string, double> { ["working_set_with_data_mb"] = self.WorkingSet64 / 1e6 };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var trainer = new BmVaeTrainer(
            chosen,
            new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = Threads },
            new() { Epochs = Epochs, BatchSize = 128, DynamicBinarization = false, MaxDegreeOfParallelism = Threads })
        {
            Validation = ColourImages.Read(faces, Images, Held),
        };
        trainer.Train(images, Networks, PriorKind.Boltzmann, seed: 1, new Losses(figures));
        self.Refresh();
        figures["processor_seconds"] = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        figures["peak_working_set_mb"] = self.PeakWorkingSet64 / 1e6;
        Console.WriteLine(JsonSerializer.Serialize(figures));
    }

    private sealed class Losses(Dictionary<string, double> figures) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            Console.Error.WriteLine(value);
            string epoch = value.Epoch.ToString(CultureInfo.InvariantCulture);
            figures[$"reconstruction_epoch_{epoch}"] = value.Reconstruction;
            figures[$"validation_reconstruction_epoch_{epoch}"] = value.ValidationReconstruction ?? double.NaN;
        }
    }
}
