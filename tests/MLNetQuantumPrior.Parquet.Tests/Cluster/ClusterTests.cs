using MLNetQuantumPrior.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace MLNetQuantumPrior.Tests;

/// <summary>The sample's grains and driver, on silos in this process.</summary>
[TestClass]
public sealed class ClusterTests
{
    private const int Rows = 2000, PerShard = Small.RowsPerShard;

    private readonly ShardPlace _one = new(), _other = new();

    [TestCleanup]
    public void Delete()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [TestMethod]
    public async Task ShardsOfThreeSilosOfWhichOneDiesAreThoseOfOneProcess()
    {
        ShardManifest expected = Small.Synthesizer.GenerateShards(_one.Folder, 0, Rows, PerShard);
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton(_ => new SiloWorker(Small.Synthesizer)));
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(
            options => options.ResponseTimeout = TimeSpan.FromSeconds(3)));
        await using InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        int ranges = 0;
        Task killed = Task.CompletedTask;
        var driver = new RangeDriver(cluster.Client) { Width = 4 };

        // A file in the place of the folder: the first calls fail.
        string folder = _other["shards"];
        File.WriteAllText(folder, "");
        Task work = driver.RunAsync(folder, Rows, PerShard, PerShard, done: () =>
        {
            if (Interlocked.Increment(ref ranges) == 2)
            {
                killed = cluster.KillSiloAsync(cluster.Silos[^1]);
            }

            killed.Wait(); // so that ranges are left to do without it
        });
        while (driver.Repeated == 0 && !work.IsCompleted)
        {
            await Task.Delay(10);
        }

        File.Delete(folder);
        await work;

        Assert.HasCount(2, cluster.Silos);
        Assert.AreEqual(Rows / PerShard, ranges);
        ShardManifest all = Small.Synthesizer.GenerateShards(folder, 0, Rows, PerShard);
        CollectionAssert.AreEqual(_one.Shards(), expected.Shards.Select(shard => $"{shard.Name} {shard.Sha256}").ToArray());
        CollectionAssert.AreEqual(expected.Shards, all.Shards);
        await cluster.KillClientAsync(); // and nobody waits for the silos either
        foreach (InProcessSiloHandle silo in cluster.Silos.ToArray())
        {
            await cluster.KillSiloAsync(silo);
        }
    }
}
