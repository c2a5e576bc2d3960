namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class ShardsCommandTests
{
    [TestMethod]
    public void TwoRangesAreTheWholeTable()
    {
        using var place = new Workplace();
        place.Write("loans.csv", MadeLoans.Csv(200));
        place.Run("fit", "@loans.csv", "@loans.synthesizer", "--steps", "20", "--seed", "1").Done();
        Directory.CreateDirectory(place["shards"]);

        string[] shards = ["shards", "@loans.synthesizer", "@shards", "--rows-per-shard", "50", "--threads", "1", "--to"];
        place.Run([.. shards, "200", "--from", "100"]).Done();
        place.Run([.. shards, "100"]).Done();
        StringAssert.Contains(place.Run([.. shards, "200"]).Done().Output, "200 rows in 4 files");

        Assert.HasCount(4, Directory.GetFiles(place["shards"], "*.parquet"));
        Ended other = place.Run([.. shards, "200", "--seed", "2"]);
        Assert.AreEqual(1, other.Code);
        StringAssert.Contains(other.Error, "seed 1 instead of 2");
        Assert.AreEqual(1, place.Run([.. shards, "210"]).Code);
    }
}
