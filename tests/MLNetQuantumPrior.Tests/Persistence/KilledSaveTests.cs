using System.Diagnostics;
using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Kills a process that does nothing but save over files, at random moments, and looks at what it left.</summary>
[TestClass]
public sealed class KilledSaveTests
{
    private const int Kills = 5, MostKills = 50, MaxMilliseconds = 50;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void AKilledSaveLeavesTheOldOrTheNewFile()
    {
        byte[][] files = [.. SavingProgram.Sources.Select((source, number) =>
        {
            string path = Path.Combine(_folder, source);
            Trained((ulong)number).Save(path);
            return File.ReadAllBytes(path);
        })];
        var random = new Random(1);
        int struck = 0;
        for (int kill = 0; kill < Kills || (struck == 0 && kill < MostKills); kill++)
        {
            KillSaving(random.Next(MaxMilliseconds));

            Assert.Contains(File.ReadAllBytes(Path.Combine(_folder, SavingProgram.Model)), files, Same);
            using BmVaeTransformer zipped = new MLContext().Model.LoadBmVae(Path.Combine(_folder, SavingProgram.Zip));
            using var model = new MemoryStream();
            zipped.Model.Save(model);
            Assert.Contains(model.ToArray(), files, Same);
            struck += Directory.GetFiles(_folder, $"{SavingProgram.Model}.*").Length;
            Array.ForEach(Directory.GetFiles(_folder, "model.*.*"), File.Delete);
        }

        Assert.IsGreaterThan(0, struck, "unfinished files");
    }

    private static IEqualityComparer<byte[]> Same { get; } = EqualityComparer<byte[]>.Create((one, other) =>
        one.AsSpan().SequenceEqual(other));

    private static BmVaeModel Trained(ulong seed)
    {
        var options = new BmVaeEstimator.Options
        {
            LatentSize = 8, HiddenSizes = [64], Training = new() { Epochs = 1, BatchSize = 20, Chains = 16 }, Seed = seed,
        };
        using BmVaeTransformer vae = new MLContext().Transforms.BmVae(options).Fit(Row.View(new MLContext(), 40));
        return vae.Model;
    }

    private void KillSaving(int milliseconds)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", typeof(SavingProgram).Assembly.Location, SavingProgram.Argument, _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = start.Environment["TMP"] = _folder; // for what it leaves there
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? line = process.StandardOutput.ReadLine(); // once both files have been saved
        Assert.AreEqual(SavingProgram.Ready, line, line is null ? errors.Result : "");
        Thread.Sleep(milliseconds);
        process.Kill();
        process.WaitForExit();
        Assert.AreEqual("", errors.Result);
    }
}
