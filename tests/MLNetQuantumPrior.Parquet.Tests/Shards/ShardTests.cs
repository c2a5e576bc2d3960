using System.Text.Json.Nodes;
using Microsoft.ML;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class ShardTests
{
    private const int Rows = 600, PerShard = Small.RowsPerShard;

    private readonly ShardPlace _one = new(), _other = new();

    [TestCleanup]
    public void Delete()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [TestMethod]
    public void BytesDependOnNeitherRangesNorOrderNorThreads()
    {
        TableSynthesizer synthesizer = Small.Synthesizer;
        ShardManifest whole = synthesizer.GenerateShards(_one.Folder, 0, Rows, PerShard, maxDegreeOfParallelism: 1);

        synthesizer.GenerateShards(_other.Folder, 400, Rows, PerShard, maxDegreeOfParallelism: 3);
        synthesizer.GenerateShards(_other.Folder, 100, 300, PerShard, maxDegreeOfParallelism: 2);
        Assert.HasCount(4, _other.Shards());
        ShardManifest last = synthesizer.GenerateShards(_other.Folder, 0, Rows, PerShard);

        CollectionAssert.AreEqual(_one.Shards(), _other.Shards());
        Assert.HasCount(Rows / PerShard, _one.Shards());
        CollectionAssert.AreEqual(File.ReadAllBytes(_one[whole.Name]), File.ReadAllBytes(_other[last.Name]));
        Assert.IsTrue(File.Exists(_other["_manifest-000000000000400-000000000000600.json"]));
    }

    [TestMethod]
    public void RowsAreThoseThatTheSynthesizerGenerates()
    {
        Small.Synthesizer.GenerateShards(_one.Folder, 0, Rows, PerShard);

        var ml = new MLContext();
        ml.Data.SaveAsParquet(Small.Synthesizer.Generate(Rows), _other["all.parquet"]);
        IDataView shards = ml.Data.LoadFromParquet(_one.Folder), all = ml.Data.LoadFromParquet(_other["all.parquet"]);
        Assert.AreEqual(Rows, (int)shards.GetRowCount()!);
        CollectionAssert.AreEqual(Cells.Of(all), Cells.Of(shards));
    }

    [TestMethod]
    public void ProcessesThatWorkAtTheSameTimeDoNotHinderEachOther()
    {
        Small.Synthesizer.GenerateShards(_one.Folder, 0, Rows, PerShard);
        string[] manifests = new string[4];

        Parallel.For(0, manifests.Length, k =>
            manifests[k] = string.Join(' ', Small.Synthesizer.GenerateShards(_other.Folder, 0, Rows, PerShard).Shards));

        CollectionAssert.AreEqual(_one.Files(), _other.Files());
        Assert.HasCount(1, manifests.Distinct().ToArray());
    }

    [TestMethod]
    public void WhatIsThereIsNotMadeAgain()
    {
        Small.Synthesizer.GenerateShards(_one.Folder, 0, Rows, PerShard);
        string[] before = _one.Files(), shards = [.. Directory.GetFiles(_one.Folder, "*.parquet").Order()];
        (string kept, string lost) = (shards[0], shards[^1]);
        var longAgo = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(kept, longAgo);
        File.Delete(lost);

        var shares = new Shares();
        Small.Synthesizer.GenerateShards(_one.Folder, 0, Rows, PerShard, progress: shares);

        Assert.AreEqual(longAgo, File.GetLastWriteTimeUtc(kept));
        CollectionAssert.AreEqual(before, _one.Files());
        CollectionAssert.AreEqual(Enumerable.Range(1, 6).Select(k => k / 6.0).ToArray(), shares.Seen);
    }

    [TestMethod]
    public void TheManifestNamesEachShardWithItsChecksum()
    {
        ShardManifest manifest = Small.Synthesizer.GenerateShards(_one.Folder, 200, Rows, PerShard, seed: 7);

        CollectionAssert.AreEqual(_one.Shards(), manifest.Shards.Select(shard => $"{shard.Name} {shard.Sha256}").ToArray());
        Assert.AreEqual("rows-000000000000200-000000000000300.parquet", manifest.Shards[0].Name);
        JsonNode file = JsonNode.Parse(File.ReadAllText(_one[manifest.Name]))!;
        Assert.AreEqual(400, file["rows"]!.GetValue<long>());
        Assert.AreEqual(200, file["fromId"]!.GetValue<long>());
        Assert.AreEqual(manifest.Shards[^1].Sha256, file["shards"]![3]!["sha256"]!.GetValue<string>());
        Assert.AreEqual(500, file["shards"]![3]!["fromId"]!.GetValue<long>());
        Assert.AreEqual(PerShard, file["shards"]![3]!["rows"]!.GetValue<long>());
        Assert.AreEqual(7UL, file["generation"]!["seed"]!.GetValue<ulong>());
        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(_one["_generation.json"])), file["generation"]));
    }

    [TestMethod]
    [DataRow(50, 600)]
    [DataRow(0, 601)]
    public void ARangeThatDoesNotAlignIsRefused(int fromId, int toId)
    {
        string message = Assert.ThrowsExactly<ArgumentException>(
            () => Small.Synthesizer.GenerateShards(_one.Folder, fromId, toId, PerShard)).Message;
        StringAssert.Contains(message, fromId == 50 ? "such as 0 or 100, got 50" : "such as 600 or 700, got 601");
        Assert.IsEmpty(_one.Files());
    }

    [TestMethod]
    [DataRow(1_000_001)]
    [DataRow(1L << 48)]
    public void ARangeOfTooManyShardsIsRefused(long toId)
    {
        string message = Assert.ThrowsExactly<ArgumentException>(() => Small.Synthesizer.GenerateShards(_one.Folder, 0, toId, 1)).Message;
        StringAssert.Contains(message, $"at most 1000000 shards, got {toId}");
        Assert.IsEmpty(_one.Files());
    }

    [TestMethod]
    public void ADamagedShardIsAnError()
    {
        ShardManifest manifest = Small.Synthesizer.GenerateShards(_one.Folder, 0, 200, PerShard);
        File.WriteAllText(_one[manifest.Shards[1].Name], "no Parquet");

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => Small.Synthesizer.GenerateShards(_one.Folder, 0, 200, PerShard)).Message,
            manifest.Shards[1].Name);
    }

    private sealed class Shares : IProgress<double>
    {
        public List<double> Seen { get; } = [];

        public void Report(double value) => Seen.Add(value);
    }
}
