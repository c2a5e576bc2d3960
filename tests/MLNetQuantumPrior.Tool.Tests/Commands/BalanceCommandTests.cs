namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class BalanceCommandTests
{
    [TestMethod]
    public void ClassesAreAsFrequentBehindTheRowsOfTheTable()
    {
        using var place = new Workplace();
        string csv = MadeLoans.Csv(300);
        place.Write("in.csv", csv);
        place.Run("balance", "@in.csv", "@out.csv", "--column", "Repaid", "--seed", "1", "--steps", "20").Done();
        StringAssert.StartsWith(place.Text("out.csv"), csv);
        (int yes, int no) = Classes(place.Text("out.csv"));
        Assert.AreEqual(yes, no);
    }

    [TestMethod]
    public void SyntheticRowsMayStandAlone()
    {
        using var place = new Workplace();
        string csv = MadeLoans.Csv(300);
        place.Write("in.csv", csv);
        place.Run("balance", "@in.csv", "@out.csv", "--column", "Repaid", "--alone", "--seed", "1", "--steps", "20").Done();
        (int yes, int no) = Classes(csv);
        Assert.AreEqual((Math.Max(yes, no), Math.Max(yes, no)), Classes(place.Text("out.csv")));
        Assert.IsEmpty(csv.Split('\n')[1..^1].Intersect(place.Text("out.csv").Split('\n')));
    }

    private static (int Yes, int No) Classes(string csv) =>
        (csv.Split('\n').Count(line => line.EndsWith(";yes")), csv.Split('\n').Count(line => line.EndsWith(";no")));
}
