namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class SynthesizeCommandTests
{
    private static readonly string[] Quick = ["--steps", "20", "--no-trees"];

    [TestMethod]
    public void RowsAreWrittenAsTheTableIs()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(300));
        Ended ended = place.Run(
            ["synthesize", "@in.csv", "@out.csv", "--rows", "500", "--target", "Repaid", "--seed", "1", .. Quick]).Done();
        StringAssert.Contains(ended.Output, "500 rows of 9 columns, seed 1");
        string[] lines = place.Text("out.csv").Split('\n');
        Assert.AreEqual("Id;Age;Income;Home;Debt;Since;Zip;Owns;Repaid", lines[0]);
        Assert.HasCount(502, lines); // with the header, and nothing behind the last line break
        foreach ((string line, int row) in lines[1..^1].Select((line, row) => (line, row)))
        {
            StringAssert.Matches(
                line, new($@"^{row + 301};\d\d;\d+,\d\d;(own|rent);(\d+)?;\d\d\.\d\d\.20\d\d;0[0-2]12;(true|false);(yes|no)$"));
            StringAssert.Contains(line, line.Contains("own") ? "true" : "false");
        }

        Assert.IsTrue(lines[1..^1].Any(line => line.Split(';')[4].Length == 0), "No cell is missing.");
        CollectionAssert.AreEqual(new[] { "in.csv", "out.csv" }, place.Files);
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameBytes()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(200));
        place.Run(["synthesize", "@in.csv", "@a.csv", "--seed", "7", .. Quick]).Done();
        place.Run(["synthesize", "@in.csv", "@b.csv", "--seed", "7", .. Quick]).Done();
        place.Run(["synthesize", "@in.csv", "@c.csv", "--seed", "8", .. Quick]).Done();
        Assert.AreEqual(place.Text("a.csv"), place.Text("b.csv"));
        Assert.AreNotEqual(place.Text("a.csv"), place.Text("c.csv"));
    }

    [TestMethod]
    public void ASeedThatIsDrawnIsShownAndGivesTheSameRowsAgain()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(200));
        Ended ended = place.Run(["synthesize", "@in.csv", "@a.csv", .. Quick]).Done();
        string seed = ended.Output.Trim().Split("seed ")[1];
        place.Run(["synthesize", "@in.csv", "@b.csv", "--seed", seed, .. Quick]).Done();
        Assert.AreEqual(place.Text("a.csv"), place.Text("b.csv"));
    }

    [TestMethod]
    public void ASynthesizerFileKnowsHowTheTableIsWritten()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(200));
        place.Run(["synthesize", "@in.csv", "@direct.csv", "--rows", "50", "--seed", "3", .. Quick]).Done();
        place.Run(["fit", "@in.csv", "@loans.synthesizer", "--seed", "3", .. Quick]).Done();
        place.Run("synthesize", "@loans.synthesizer", "@out.csv", "--rows", "50", "--seed", "3").Done();
        Assert.AreEqual(place.Text("direct.csv"), place.Text("out.csv"));
        Assert.HasCount(9, TableSynthesizer.Load(place["loans.synthesizer"]).Schema, "The library reads the file too.");
    }

    [TestMethod]
    public void AModelIsWrittenOnceAndUsedThen()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(200));
        string[] words = ["synthesize", "@in.csv", "@out.csv", "--seed", "3", "--model", "@loans.synthesizer"];
        StringAssert.Contains(place.Run([.. words, .. Quick]).Done().Output, "loans.synthesizer: the synthesizer");
        string rows = place.Text("out.csv");
        byte[] model = File.ReadAllBytes(place["loans.synthesizer"]);
        place.Run(words).Done();
        Assert.AreEqual(rows, place.Text("out.csv"));
        CollectionAssert.AreEqual(model, File.ReadAllBytes(place["loans.synthesizer"]));
        Ended refused = place.Run([.. words, "--target", "Repaid"]);
        Assert.AreEqual(2, refused.Code);
        StringAssert.Contains(refused.Error, "'--target'");
    }

    [TestMethod]
    public void AColumnThatIsMissingThroughoutStaysSo()
    {
        using var place = new Workplace();
        place.Write("in.csv", "a,b,c\n" + string.Concat(Enumerable.Range(0, 60).Select(row => $"{row % 7},,{(char)('x' + (row % 3))}\n")));
        place.Run(["fit", "@in.csv", "@in.synthesizer", "--seed", "1", .. Quick]).Done();
        place.Run("synthesize", "@in.synthesizer", "@out.csv", "--rows", "20").Done();
        string[] lines = place.Text("out.csv").Split('\n');
        Assert.AreEqual("a,b,c", lines[0]);
        foreach (string line in lines[1..^1])
        {
            StringAssert.Matches(line, new("^[0-6],,[xyz]$"));
        }
    }

    [TestMethod]
    public void ColumnsAreWhatOptionsSay()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(200));
        string[] kinds = ["--ignore", "Zip", "Since", "--number", "Id", "--category", "Age"];
        place.Run(["synthesize", "@in.csv", "@out.csv", "--seed", "1", .. kinds, .. Quick]).Done();
        string[] lines = place.Text("out.csv").Split('\n');
        Assert.AreEqual("Id;Age;Income;Home;Debt;Owns;Repaid", lines[0]);
        Assert.IsTrue(lines[1..^1].All(line => int.Parse(line.Split(';')[0]) <= 200), "Numbers of rows went on.");
    }

    [TestMethod]
    public void ConstraintsHoldInEachRow()
    {
        using var place = new Workplace();
        var random = new Random(1);
        place.Write("in.csv", "First,Last,Net,Tax,Total,Begin,End\n" + string.Concat(Enumerable.Range(0, 200).Select(_ =>
        {
            int first = random.Next(100), net = random.Next(1, 100), tax = random.Next(30);
            DateTime begin = new DateTime(2020, 1, 1).AddDays(random.Next(500));
            return $"{first},{first + random.Next(50)},{net},{tax},{net + tax}," +
                $"{begin:yyyy-MM-dd},{begin.AddMinutes(random.Next(100_000)):yyyy-MM-dd HH:mm}\n";
        })));
        string[] constraints = ["--constraint", "First<=Last", "Net>0", "Tax=0..29", "Total=Net+Tax", "Begin<=End"];
        place.Run(["synthesize", "@in.csv", "@out.csv", "--seed", "1", .. constraints, .. Quick]).Done();
        foreach (string[] cells in place.Text("out.csv").Split('\n')[1..^1].Select(line => line.Split(',')))
        {
            int[] row = [.. cells[..5].Select(int.Parse)];
            Assert.IsLessThanOrEqualTo(0, string.CompareOrdinal(cells[5], cells[6]));
            Assert.IsLessThanOrEqualTo(row[1], row[0]);
            Assert.IsGreaterThan(0, row[2]);
            Assert.AreEqual(row[2] + row[3], row[4]);
        }
    }

    [TestMethod]
    public void RowsGoFromParquetToParquet()
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(200));
        TableFile file = TableFile.Read(place["in.csv"], CellSettings.None, null, Assert.Fail, default);
        TableFile.Write(place["in.parquet"], file.Table, file.Form, new Progress<long>(), default);
        place.Run(["synthesize", "@in.parquet", "@out.parquet", "--rows", "70", "--seed", "1", .. Quick]).Done();
        TableFile made = TableFile.Read(place["out.parquet"], CellSettings.None, null, Assert.Fail, default);
        Assert.AreEqual(70, made.Table.Rows);
        CollectionAssert.AreEqual(
            file.Table.Schema.Select(column => column.Name).ToArray(), made.Table.Schema.Select(column => column.Name).ToArray());
    }
}
