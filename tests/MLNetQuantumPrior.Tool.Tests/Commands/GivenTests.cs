namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class GivenTests
{
    [TestMethod]
    [DataRow("Home=rent", "'Home' rent")]
    [DataRow("Home = rent", "'Home' rent")]
    [DataRow("Home=rent|own", "'Home' rent or own")]
    [DataRow("Home!=rent", "'Home' not rent")]
    [DataRow("Age=30", "'Age' 30")]
    [DataRow("Age=30|40", "'Age' 30 or 40")]
    [DataRow("Age=20..30", "'Age' from 20 to 30")]
    [DataRow("Income=-1.5..2e3", "'Income' from -1.5 to 2000")]
    [DataRow("Age=60..", "'Age' from 60 to Infinity")]
    [DataRow("Age=..30", "'Age' from -Infinity to 30")]
    [DataRow("Debt=", "'Debt' missing")]
    [DataRow("Debt!=", "'Debt' not missing")]
    [DataRow("Owns=true", "'Owns' True")]
    [DataRow("Owns!=true", "'Owns' not True")]
    [DataRow("Since=01.02.2015", "'Since' 2015-02-01T00:00:00")]
    [DataRow("Since=2015-01-01..31.12.2015", "'Since' from 2015-01-01T00:00:00 to 2015-12-31T00:00:00")]
    [DataRow("Zip=0012", "'Zip' 0012")]
    [DataRow("Home No=a=b", "'Home No' a=b", DisplayName = "the longest name that fits")]
    public void SaysWhatIsGiven(string text, string expected) => Assert.AreEqual(expected, GivenText.Read(text, Names()).ToString());

    [TestMethod]
    [DataRow("Hom=rent")]
    [DataRow("Home")]
    [DataRow("Age=x")]
    [DataRow("Age=20..x")]
    [DataRow("Owns=maybe")]
    [DataRow("Owns=true|false")]
    [DataRow("Since=yesterday")]
    [DataRow("Since!=2015-01-01")]
    public void WhatIsNothingOfTheTableIsAnError(string text) =>
        StringAssert.Contains(Assert.ThrowsExactly<UsageException>(() => GivenText.Read(text, Names())).Message, "'--given'");

    [TestMethod]
    public void RowsAreAsGiven()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(300));
        Ended ended = place.Run(
            "synthesize", "@in.csv", "@out.csv", "--rows", "100", "--seed", "1", "--steps", "20",
            "--given", "Repaid=no", "Age=20..35", "--given", "Since=01.01.2012..").Done();
        StringAssert.Contains(ended.Error, "effective sample size");
        string[][] rows = [.. place.Text("out.csv").Split('\n')[1..^1].Select(line => line.Split(';'))];
        Assert.HasCount(100, rows);
        Assert.IsTrue(rows.All(row => row[8] == "no" && int.Parse(row[1]) is >= 20 and <= 35 && int.Parse(row[5][^4..]) >= 2012));
    }

    [TestMethod]
    public void WhatNeverOccursIsRefused()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(100));
        Ended ended = place.Run("synthesize", "@in.csv", "@out.csv", "--steps", "5", "--given", "Repaid=maybe", "--quiet");
        Assert.AreEqual(1, ended.Code);
        StringAssert.Contains(ended.Error, "maybe");
        CollectionAssert.AreEqual(new[] { "in.csv" }, place.Files);
    }

    private static ColumnNames Names()
    {
        using var place = new Workplace();
        string csv = MadeLoans.Csv(50).Replace("Repaid", "Home No");
        return new(TableFile.Read(place.Write("in.csv", csv), CellSettings.None, null, Assert.Fail, default).Form);
    }
}
