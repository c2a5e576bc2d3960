namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class ErrorTests
{
    [TestMethod]
    [DataRow("", "command", DisplayName = "no command")]
    [DataRow("synthesise @in.csv @out.csv", "synthesise", DisplayName = "no such command")]
    [DataRow("synthesize @in.csv", "argument", DisplayName = "an argument less")]
    [DataRow("synthesize @in.csv @out.csv --row 5", "--row", DisplayName = "no such option")]
    [DataRow("synthesize @in.csv @out.csv --rows -5", "'-5'", DisplayName = "a number below the least")]
    [DataRow("synthesize @in.csv @out.csv --steps x", "'x'", DisplayName = "no number")]
    [DataRow("synthesize @in.csv @out.csv --separator ab", "'ab'", DisplayName = "two characters")]
    [DataRow("synthesize @in.csv @out.csv --target Repayed", "There are Id, Age", DisplayName = "no such column")]
    [DataRow("synthesize @in.csv @out.csv --ignore Age --category Age", "'Age' twice", DisplayName = "two kinds of a column")]
    [DataRow("synthesize @in.csv @out.csv --constraint Agee>=0", "'Agee>=0'", DisplayName = "a constraint on no column")]
    [DataRow("synthesize @in.csv @out.csv --constraint Age>=x", "a number, got 'x'", DisplayName = "a constraint without a number")]
    [DataRow("synthesize @in.csv @out.csv --constraint Age>5", "'Age>5'", DisplayName = "a constraint that there is not")]
    [DataRow("synthesize @in.csv @out.csv --constraint Since<=x", "dd.MM.yyyy", DisplayName = "a constraint without a date")]
    [DataRow("synthesize @in.csv @out.csv --constraint Home=a..b", "'Home'", DisplayName = "a constraint on text")]
    [DataRow("synthesize @in.csv @out.csv --given Hom=rent", "'Hom=rent'", DisplayName = "something given of no column")]
    [DataRow("balance @in.csv @out.csv --column Hom", "'Hom'", DisplayName = "classes of no column")]
    [DataRow("balance @in.csv @out.csv", "--column", DisplayName = "an option less")]
    [DataRow("synthesize @in.csv @out.csv --given Home=own --report @r.html", "'--report'", DisplayName = "a report on given rows")]
    public void AWrongCommandLineEndsWith2(string words, string expected) => Check(2, words, expected);

    [TestMethod]
    [DataRow("synthesize @no.csv @out.csv", "no.csv", DisplayName = "no table")]
    [DataRow("synthesize @in.csv @no/out.csv", "folder", DisplayName = "no folder")]
    [DataRow("synthesize @ragged.csv @out.csv", "line 3", DisplayName = "a ragged table")]
    [DataRow("synthesize @empty.csv @out.csv", "header", DisplayName = "an empty table")]
    [DataRow("synthesize @ragged.parquet @out.csv", "Parquet", DisplayName = "no Parquet file")]
    [DataRow("synthesize @no.synthesizer @out.csv --rows 5", "no.synthesizer", DisplayName = "no synthesizer")]
    [DataRow("synthesize @ragged.synthesizer @out.csv --rows 5", "ragged.synthesizer", DisplayName = "a synthesizer that is none")]
    [DataRow("synthesize @in.csv @out.csv --constraint Age>=60", "Age", DisplayName = "a constraint that the table breaks")]
    public void AnotherErrorEndsWith1(string words, string expected) => Check(1, words, expected);

    private static void Check(int code, string words, string expected)
    {
        using var place = new Workplace();
        place.Write("in.csv", MadeLoans.Csv(50));
        place.Write("ragged.csv", "a,b\n1,2\n3\n");
        place.Write("empty.csv", "");
        File.Copy(place["ragged.csv"], place["ragged.parquet"]);
        File.Copy(place["ragged.csv"], place["ragged.synthesizer"]);
        string[] before = place.Files;
        Ended ended = place.Run(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.AreEqual(code, ended.Code, ended.Error);
        Assert.AreEqual("", ended.Output);
        string line = ended.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Single();
        StringAssert.StartsWith(line, "error: ");
        StringAssert.Contains(line, expected);
        CollectionAssert.AreEqual(before, place.Files);
    }
}
