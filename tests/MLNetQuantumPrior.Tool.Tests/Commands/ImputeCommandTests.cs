namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class ImputeCommandTests
{
    [TestMethod]
    public void MissingCellsAreFilledAndOthersStay()
    {
        using var place = new Workplace();
        string csv = MadeLoans.Csv(300);
        place.Write("in.csv", csv);
        place.Run("impute", "@in.csv", "@out.csv", "--seed", "1", "--steps", "20").Done();
        string[] before = csv.Split('\n'), after = place.Text("out.csv").Split('\n');
        Assert.HasCount(before.Length, after);
        int filled = 0;
        foreach ((string old, string own) in before.Zip(after))
        {
            string[] cells = old.Split(';');
            if (cells is [_, _, _, _, "", ..])
            {
                filled++;
                StringAssert.Matches(own, new(@"^([^;]*;){4}(0|\d+00);"));
                cells[4] = own.Split(';')[4];
            }

            Assert.AreEqual(string.Join(';', cells), own);
        }

        Assert.IsGreaterThan(30, filled);
    }

    [TestMethod]
    public void IntervalsAreWrittenAsTheirColumnsAre()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(200));
        place.Run("impute", "@in.csv", "@out.csv", "--seed", "1", "--steps", "20", "--add-intervals", "--draws", "20").Done();
        string[][] rows = [.. place.Text("out.csv").Split('\n')[..^1].Select(line => line.Split(';'))];
        (int low, int high) = (Array.IndexOf(rows[0], "Income.Low"), Array.IndexOf(rows[0], "Income.High"));
        (int least, int most) = (Array.IndexOf(rows[0], "Debt.Low"), Array.IndexOf(rows[0], "Debt.High"));
        foreach (string[] row in rows[1..])
        {
            Assert.AreEqual(row[2], row[low], "An income that is known has no other ends.");
            Assert.AreEqual(row[2], row[high]);
            Assert.IsLessThanOrEqualTo(int.Parse(row[most]), int.Parse(row[least]));
        }
    }

    [TestMethod]
    public void HolesWhereTheSynthesizerSawNoneAreAnErrorThatSaysWhatToDo()
    {
        using var place = new Workplace();
        place.Write("whole.csv", "a,b\n1,x\n2,y\n3,x\n");
        place.Write("holes.csv", "a,b\n1,x\n,y\n3,\n");
        place.Run("fit", "@whole.csv", "@whole.synthesizer", "--steps", "5", "--no-trees").Done();
        Ended ended = place.Run("impute", "@holes.csv", "@out.csv", "--model", "@whole.synthesizer");
        Assert.AreEqual(1, ended.Code);
        StringAssert.Contains(ended.Error, "column 'a': expected no missing cell");
    }
}
