using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>Ranges and shards of a generator of latents.</summary>
[TestClass]
public sealed class GeneratorShardTests
{
    private const int Rows = 2000, PerShard = 500;

    [TestMethod]
    public void BytesDependOnNeitherRangesNorThreads()
    {
        using ShardPlace one = new(), other = new();
        using LatentGeneratorTransformer single = Small.Generator(), threads = Small.Generator(threads: 3);
        single.GenerateShards(one.Folder, 0, Rows, PerShard);

        threads.GenerateShards(other.Folder, 1000, Rows, PerShard);
        threads.GenerateShards(other.Folder, 0, 1000, PerShard);
        CollectionAssert.AreEqual(one.Shards(), other.Shards());
        Assert.HasCount(Rows / PerShard, one.Shards());
    }

    [TestMethod]
    public void SlotsAreColumnsAndKeysTheirText()
    {
        using var place = new ShardPlace();
        using LatentGeneratorTransformer generator = Small.Generator();
        generator.GenerateShards(place.Folder, 0, Rows, PerShard);

        IDataView shards = new MLContext().Data.LoadFromParquet(place.Folder), range = generator.GenerateRange(0, Rows);
        CollectionAssert.AreEqual(
            new[] { "Label:String", "Features.X:Single", "Features.Y:Single", "Energy:Single" },
            shards.Schema.Select(column => $"{column.Name}:{column.Type}").ToArray());
        float[][] features = [.. range.GetColumn<float[]>("Features")];
        CollectionAssert.AreEqual(features.Select(row => row[0]).ToArray(), shards.GetColumn<float>("Features.X").ToArray());
        CollectionAssert.AreEqual(features.Select(row => row[1]).ToArray(), shards.GetColumn<float>("Features.Y").ToArray());
        CollectionAssert.AreEqual(range.GetColumn<float>("Energy").ToArray(), shards.GetColumn<float>("Energy").ToArray());
        VBuffer<ReadOnlyMemory<char>> names = default;
        range.Schema["Label"].GetKeyValues(ref names);
        string[] labels = [.. range.GetColumn<uint>("Label").Select(key => $"{names.GetItemOrDefault((int)key - 1)}")];
        CollectionAssert.AreEqual(labels, shards.GetColumn<string>("Label").ToArray());
    }

    /// <summary>Within 4 standard errors of a share of a quarter.</summary>
    [TestMethod]
    public void ClassesComeInTheProportionsOfTheTrainingData()
    {
        using LatentGeneratorTransformer generator = Small.Generator();
        uint left = Key(generator, "left");
        double share = generator.GenerateRange(0, 20_000).GetColumn<uint>("Label").Count(key => key == left) / 20_000.0;
        Assert.AreEqual(0.25, share, 4 * Math.Sqrt(0.25 * 0.75 / 20_000));
    }

    [TestMethod]
    public void RowsOfARangeAreThoseOfALongerOne()
    {
        using LatentGeneratorTransformer generator = Small.Generator();
        (uint, float, float)[] all = Read(generator.GenerateRange(0, 900));
        CollectionAssert.AreEqual(all[300..700], Read(generator.GenerateRange(300, 700)));
        CollectionAssert.AreNotEqual(all[..400], all[400..800]);
        Assert.IsEmpty(Read(generator.GenerateRange(5, 5)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => generator.GenerateRange(-1, 5));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => generator.GenerateRange(7, 5));
    }

    [TestMethod]
    public void RowsOfARangeOfATableAreThoseOfTheWholeTable()
    {
        var ml = new MLContext();
        using var place = new ShardPlace();
        ml.Data.SaveAsParquet(Small.Synthesizer.Generate(9000), place["all.parquet"]);
        ml.Data.SaveAsParquet(Small.Synthesizer.GenerateRange(8000, 9000), place["last.parquet"]);
        string[] all = Cells.Of(ml.Data.LoadFromParquet(place["all.parquet"]));
        CollectionAssert.AreEqual(all[8001..], Cells.Of(ml.Data.LoadFromParquet(place["last.parquet"]))[1..]);
    }

    private static (uint, float, float)[] Read(IDataView rows) =>
    [
        .. rows.GetColumn<uint>("Label").Zip(rows.GetColumn<float[]>("Features"), rows.GetColumn<float>("Energy"))
            .Select(row => (row.First, row.Second[0], row.Third)),
    ];

    private static uint Key(LatentGeneratorTransformer generator, string name) =>
        (uint)generator.Model.ClassNames.IndexOf(name) + 1;
}
