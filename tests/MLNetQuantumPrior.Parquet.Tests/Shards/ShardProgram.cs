using System.Diagnostics;

namespace MLNetQuantumPrior.Tests;

/// <summary>A process that makes shards of a synthesizer until it is killed.</summary>
internal static class ShardProgram
{
    public const string Argument = "--shards-until-killed";

    /// <summary>More than anyone waits for.</summary>
    private const int Rows = 10_000_000;

    public static void Run(string model, string folder) =>
        TableSynthesizer.Load(model).GenerateShards(folder, 0, Rows, Small.RowsPerShard, maxDegreeOfParallelism: 1);

    /// <summary>Starts it.</summary>
    public static Process Start(string model, string folder) => Process.Start(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        ["exec", typeof(ShardProgram).Assembly.Location, Argument, model, folder]);
}
