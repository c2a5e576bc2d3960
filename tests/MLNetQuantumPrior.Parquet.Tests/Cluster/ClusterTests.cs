using MLNetQuantumPrior.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace MLNetQuantumPrior.Tests;

/// <summary>The sample's grains and driver, on silos in this process.</summary>
[TestClass]
public sealed class ClusterTests
{
    private const int Rows = 2000, PerRange = 200, PerShard = Small.RowsPerShard;

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
        var driver = new RangeDriver(cluster.Client);

        await driver.RunAsync(_other.Folder, Rows, PerRange, PerShard, done: () =>
        {
            if (Interlocked.Increment(ref ranges) == 2)
            {
                killed = cluster.KillSiloAsync(cluster.Silos[^1]);
            }
        });
        await killed;

        Assert.AreEqual(Rows / PerRange, ranges);
        CollectionAssert.AreEqual(_one.Shards(), _other.Shards());
        ShardManifest all = Small.Synthesizer.GenerateShards(_other.Folder, 0, Rows, PerShard);
        CollectionAssert.AreEqual(File.ReadAllBytes(_one[expected.Name]), File.ReadAllBytes(_other[all.Name]));
    }
}
