using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Runs classes of BenchmarkDotNet: time and allocated memory of one operation.</summary>
internal static class Speed
{
    /// <summary>In this process: a build of its own for each run would copy libtorch each time.</summary>
    public static void Run<T>() => BenchmarkRunner.Run<T>(DefaultConfig.Instance
        .WithArtifactsPath(Demo.Checkout.Artifacts("benchmarks"))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(timeout: TimeSpan.FromHours(1), logOutput: true))));
}
