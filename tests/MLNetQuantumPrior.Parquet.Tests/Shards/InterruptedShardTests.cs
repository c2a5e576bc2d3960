using System.Diagnostics;

namespace MLNetQuantumPrior.Tests;

/// <summary>Work that ends early leaves whole shards, and what is left of others goes when it can.</summary>
[TestClass]
public sealed class InterruptedShardTests
{
    private const int Rows = 500, PerShard = Small.RowsPerShard, Kills = 3;

    private readonly ShardPlace _one = new(), _other = new();

    [TestCleanup]
    public void Delete()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [TestMethod]
    public void CancelledWorkLeavesWholeShardsAndGoesOn()
    {
        Small.Synthesizer.GenerateShards(_one.Folder, 0, Rows, PerShard);
        using var cancel = new CancellationTokenSource();

        Assert.ThrowsExactly<OperationCanceledException>(() => Small.Synthesizer.GenerateShards(
            _other.Folder, 0, Rows, PerShard, progress: new CancelAt(0.4, cancel), cancel: cancel.Token));
        CollectionAssert.AreEqual(_one.Shards()[..2], _other.Shards());
        Assert.HasCount(3, _other.Files(), "_generation.json, and no manifest");

        Small.Synthesizer.GenerateShards(_other.Folder, 0, Rows, PerShard);
        CollectionAssert.AreEqual(_one.Files(), _other.Files());
    }

    [TestMethod]
    public void AKilledProcessLeavesWholeShards()
    {
        string model = _one["model.synthesizer"];
        Small.Synthesizer.Save(model);
        var random = new Random(1);
        for (int kill = 1; kill <= Kills; kill++)
        {
            using Process process = ShardProgram.Start(model, _other.Folder);
            while (_other.Shards().Length < 2 * kill)
            {
                Assert.IsFalse(process.HasExited);
                Thread.Sleep(random.Next(20));
            }

            process.Kill();
            process.WaitForExit();
        }

        string[] left = _other.Shards();
        int rows = left.Length * PerShard;
        Small.Synthesizer.GenerateShards(_one.Folder, 0, rows + PerShard, PerShard);
        CollectionAssert.AreEqual(_one.Shards()[..^1], left);

        // The next shard is the one that the last process may have begun.
        Small.Synthesizer.GenerateShards(_other.Folder, 0, rows + PerShard, PerShard);
        File.Delete(model);
        CollectionAssert.AreEqual(_one.Files(), _other.Files());
    }

    [TestMethod]
    public void WhatIsLeftOfWholeFilesIsDeletedAndOfOthersKept()
    {
        const string Suffix = ".0123456789abcdef0123456789abcdef";
        ShardManifest manifest = Small.Synthesizer.GenerateShards(_one.Folder, 0, 200, PerShard);
        string[] before = _one.Files();
        string mine = _one["own notes.txt"], begun = _one["_rows-000000000000200-000000000000300.parquet" + Suffix];
        string[] whole = [manifest.Shards[0].Name, "_generation.json", manifest.Name];
        string[] left = [.. whole.Select(name => _one[$"_{name}{Suffix}"])];
        Array.ForEach([mine, begun, .. left], path => File.WriteAllText(path, "half"));

        Small.Synthesizer.GenerateShards(_one.Folder, 0, 200, PerShard);

        Assert.IsEmpty(left.Where(File.Exists));
        Assert.IsTrue(File.Exists(mine) && File.Exists(begun));
        File.Delete(mine);
        Small.Synthesizer.GenerateShards(_one.Folder, 0, 300, PerShard);
        Assert.IsFalse(File.Exists(begun));
        CollectionAssert.IsSubsetOf(before, _one.Files());
    }

    private sealed class CancelAt(double share, CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= share)
            {
                cancel.Cancel();
            }
        }
    }
}
