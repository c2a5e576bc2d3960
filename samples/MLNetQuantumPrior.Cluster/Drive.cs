using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace MLNetQuantumPrior.Cluster;

/// <summary>Starts silos, has them make all rows, and writes the manifest.</summary>
internal static class Drive
{
    /// <summary>How long a call to a silo that died waits. Longer than the ranges that a silo has before it take.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(20);

    /// <param name="order">What to make.</param>
    /// <param name="cancel">Ends the work.</param>
    public static async Task RunAsync(Order order, CancellationToken cancel)
    {
        using var silos = new SiloProcesses(order.Silos, order.Model);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleansClient(client => client
            .UseLocalhostClustering([.. silos.Gateways])
            .UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), token);
                return true; // silos take a moment to start
            })
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout));
        using IHost host = builder.Build();
        await host.StartAsync(cancel);
        long start = Stopwatch.GetTimestamp();
        var driver = new RangeDriver(host.Services.GetRequiredService<IClusterClient>()) { Width = 2 * order.Silos };
        int ranges = 0;
        int victim = order.Kill ? Random.Shared.Next(1, (int)Math.Max(2, order.Rows / order.RowsPerRange / 2)) : 0;
        await driver.RunAsync(order.Folder, order.Rows, order.RowsPerRange, order.RowsPerShard, done: () =>
        {
            if (Interlocked.Increment(ref ranges) == victim)
            {
                Console.WriteLine($"kill silo {order.Silos} after {victim} ranges");
                silos.KillLast();
            }
        }, cancel);
        Console.WriteLine($"{ranges} ranges in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {driver.Repeated} asked for again");

        // Whatever happened: this makes what is missing, and writes the manifest.
        ShardManifest manifest = TableSynthesizer.Load(order.Model)
            .GenerateShards(order.Folder, 0, order.Rows, order.RowsPerShard, cancel: cancel);
        Console.WriteLine($"{Path.Combine(order.Folder, manifest.Name)}: {manifest.Rows} rows in {manifest.Shards.Length} shards");
        await host.StopAsync(CancellationToken.None);
    }
}

/// <summary>What to make.</summary>
/// <param name="Model">The synthesizer's file.</param>
/// <param name="Folder">The folder of the shards.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="RowsPerRange">Rows of one call.</param>
/// <param name="RowsPerShard">Rows of a shard.</param>
/// <param name="Silos">How many silos.</param>
/// <param name="Kill">Whether one of them is killed at a random moment.</param>
internal sealed record Order(string Model, string Folder, long Rows, int RowsPerRange, int RowsPerShard, int Silos, bool Kill);
