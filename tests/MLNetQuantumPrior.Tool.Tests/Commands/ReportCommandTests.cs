namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class ReportCommandTests
{
    [TestMethod]
    public void ASynthesisIsJudgedByRowsThatItDidNotSee()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(300));
        Ended ended = place.Run(
            "synthesize", "@in.csv", "@out.csv", "--target", "Repaid", "--ignore", "Zip", "--seed", "1", "--steps", "20",
            "--report", "@report.html").Done();
        StringAssert.Contains(ended.Output, "240, 60,");
        StringAssert.Contains(ended.Error, "column 'Id' is not judged");
        StringAssert.Contains(ended.Error, "column 'Zip' is not judged");
        StringAssert.Contains(ended.Output, "report.html: the report, seed 1");
        StringAssert.Contains(place.Text("report.html"), "<html");
    }

    [TestMethod]
    public void RowsOfAnyProgramAreJudged()
    {
        using var place = new Workplace();
        place.Write("train.csv", MadeLoans.Csv(200, 1));
        place.Write("holdout.csv", MadeLoans.Csv(100, 2));
        place.Write("rows.csv", MadeLoans.Csv(200, 3));
        Ended ended = place.Run(
            "report", "@train.csv", "@rows.csv", "@report.json", "--holdout", "@holdout.csv", "--target", "Repaid", "--seed", "1").Done();
        StringAssert.Contains(ended.Output, "200, 100, 200");
        Assert.IsFalse(ended.Error.Contains("held out"), ended.Error);
        var report = Evaluation.SyntheticDataReport.ReadJson(place["report.json"]);
        Assert.AreEqual(200, report.TrainRows);
    }

    [TestMethod]
    public void WithoutAHoldoutAFifthOfTheTableIsOne()
    {
        using var place = new Workplace();
        place.Write("train.csv", MadeLoans.Csv(200, 1));
        place.Write("rows.csv", MadeLoans.Csv(200, 3));
        Ended ended = place.Run("report", "@train.csv", "@rows.csv", "@report.html", "--seed", "1").Done();
        StringAssert.Contains(ended.Output, "160, 40, 200");
        StringAssert.Contains(ended.Error, "--holdout");
    }

    [TestMethod]
    public void RowsWithOtherColumnsAreAnError()
    {
        using var place = new Workplace();
        place.Write("train.csv", MadeLoans.Csv(100, 1));
        place.Write("rows.csv", "a,b\n1,2\n3,4\n");
        Ended ended = place.Run("report", "@train.csv", "@rows.csv", "@report.html", "--seed", "1", "--quiet");
        Assert.AreEqual(1, ended.Code);
        StringAssert.Contains(ended.Error, "'Age'");
        CollectionAssert.AreEqual(new[] { "rows.csv", "train.csv" }, place.Files);
    }
}
