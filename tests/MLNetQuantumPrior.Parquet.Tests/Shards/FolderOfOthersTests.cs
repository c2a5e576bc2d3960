using Microsoft.ML;

namespace MLNetQuantumPrior.Tests;

/// <summary>A folder takes shards of the same rows only.</summary>
[TestClass]
public sealed class FolderOfOthersTests
{
    private const int Rows = 200, PerShard = Small.RowsPerShard;

    private readonly ShardPlace _place = new();

    [TestCleanup]
    public void Delete() => _place.Dispose();

    [TestMethod]
    public void AnotherSeedIsRefused()
    {
        Small.Synthesizer.GenerateShards(_place.Folder, 0, Rows, PerShard, seed: 3);
        string[] before = _place.Files();

        Expect("seed 3 instead of 4", () => Small.Synthesizer.GenerateShards(_place.Folder, 0, Rows, PerShard, seed: 4));
        CollectionAssert.AreEqual(before, _place.Files());
    }

    [TestMethod]
    public void AnotherLengthIsRefused()
    {
        Small.Synthesizer.GenerateShards(_place.Folder, 0, Rows, PerShard);

        Expect("rowsPerShard 100 instead of 50", () => Small.Synthesizer.GenerateShards(_place.Folder, 0, Rows, 50));
    }

    [TestMethod]
    public void AnotherModelIsRefused()
    {
        Small.Synthesizer.GenerateShards(_place.Folder, 0, Rows, PerShard);
        var ml = new MLContext(1);
        TableSynthesizer other = ml.Data.FitSynthesizer(MadeTable.View(ml, 300, seed: 2), MadeTable.Quick);

        Expect("model \"", () => other.GenerateShards(_place.Folder, 0, Rows, PerShard));
        using LatentGeneratorTransformer generator = Small.Generator();
        Expect("generator \"table\" instead of \"latents\"", () => generator.GenerateShards(_place.Folder, 0, Rows, PerShard));
    }

    [TestMethod]
    public void OtherOptionsAreRefusedButNotOtherThreads()
    {
        using LatentGeneratorTransformer one = Small.Generator(), threads = Small.Generator(threads: 2);
        using var colder = new LatentGeneratorTransformer(one.Model, one.Options with { Beta = 2 });
        one.GenerateShards(_place.Folder, 0, Rows, PerShard);

        threads.GenerateShards(_place.Folder, 0, Rows, PerShard);
        Expect("settings {", () => colder.GenerateShards(_place.Folder, 0, Rows, PerShard));
    }

    [TestMethod]
    public void TheSameModelFromAFileIsTaken()
    {
        Small.Synthesizer.GenerateShards(_place.Folder, 0, PerShard, PerShard);
        using var file = new MemoryStream();
        Small.Synthesizer.Save(file);
        file.Position = 0;

        TableSynthesizer.Load(file).GenerateShards(_place.Folder, 0, Rows, PerShard);
        Assert.HasCount(2, _place.Shards());
    }

    [TestMethod]
    public void ADamagedDescriptionIsRefused()
    {
        File.WriteAllText(_place["_generation.json"], "{");

        Expect("_generation.json is damaged", () => Small.Synthesizer.GenerateShards(_place.Folder, 0, Rows, PerShard));
        Assert.IsEmpty(_place.Shards());
    }

    private static void Expect(string message, Action generate) =>
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(generate).Message, message);
}
