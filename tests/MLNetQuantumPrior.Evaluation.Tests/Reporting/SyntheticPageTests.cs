using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class SyntheticPageTests
{
    private static readonly TableColumn[] Train = MadeTable.Rows(300, seed: 1);
    private static readonly SyntheticDataReport Report = SyntheticDataReport.Of(
        Train, MadeTable.Rows(200, seed: 2), MadeTable.Independent(Train, seed: 3), new() { Target = "loan" });

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void ThePageHoldsItsPicturesAndFetchesNothing()
    {
        string path = Path.Combine(_folder, "report.html");
        Report.SaveHtml(path);
        string html = File.ReadAllText(path);
        string[] pictures = [.. Regex.Matches(html, "<svg.*?</svg>", RegexOptions.Singleline).Select(match => match.Value)];
        Assert.HasCount(6 + 3, pictures); // columns; real, synthetic, difference
        foreach (string picture in pictures)
        {
            XDocument.Parse(picture);
        }

        Assert.IsFalse(Regex.IsMatch(html, "(?:src|href)=|@import|url\\((?!#)|<script"), "something is fetched");
        Assert.IsEmpty(Regex.Matches(html, "https?://[^\"< ]*").Select(match => match.Value).Where(
            address => !address.StartsWith("http://www.w3.org/", StringComparison.Ordinal)), "names of SVG alone");
        string[] names = [.. Regex.Matches(html, "id=\"(.*?)\"").Select(match => match.Groups[1].Value)];
        CollectionAssert.AllItemsAreUnique(names);
        foreach (Verdict verdict in Report.Verdicts)
        {
            StringAssert.Contains(html, System.Net.WebUtility.HtmlEncode(verdict.Words));
        }

        StringAssert.Contains(html, "not differential privacy");
    }

    [TestMethod]
    public void NamesOfColumnsAndCategoriesAreText()
    {
        TableColumn[] table = [TableColumn.OfCategories("<b>&", ["<i>", "\"", "<i>"]), TableColumn.OfNumbers("x", [1, 2, double.NaN])];
        string path = Path.Combine(_folder, "report.html");
        SyntheticDataReport.Of(table, table, table, new() { Copula = false }).SaveHtml(path);
        string html = File.ReadAllText(path);
        Assert.IsFalse(html.Contains("<b>&<", StringComparison.Ordinal) || html.Contains("<i>", StringComparison.Ordinal));
    }

    [TestMethod]
    public void AReportComesBackFromItsFile()
    {
        string path = Path.Combine(_folder, "report.json"), again = Path.Combine(_folder, "again.json");
        Report.WriteJson(path);
        SyntheticDataReport read = SyntheticDataReport.ReadJson(path);
        read.WriteJson(again);
        CollectionAssert.AreEqual(File.ReadAllBytes(path), File.ReadAllBytes(again));
        Assert.AreEqual(Report.Detection, read.Detection);
        Assert.AreEqual(Report.Utility, read.Utility);
        Assert.AreEqual(Report.ToString(), read.ToString());
        CollectionAssert.AreEqual(Report.Verdicts, read.Verdicts);
        StringAssert.Contains(File.ReadAllText(path), "\"closerShare\":");
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("{}")]
    [DataRow("[1")]
    [DataRow("""{"seed": "x"}""")]
    public void AFileThatHoldsNoReportIsRefused(string json)
    {
        string path = Path.Combine(_folder, "report.json");
        File.WriteAllText(path, json);
        StringAssert.StartsWith(
            Assert.Throws<InvalidDataException>(() => SyntheticDataReport.ReadJson(path)).Message, $"File '{path}': expected a report");
    }

    [TestMethod]
    public void DistributionsCountTheRowsOfEachBin()
    {
        TableColumn[] real = [TableColumn.OfNumbers("x", [0, 1, 1, 3]), TableColumn.OfCategories("c", ["a", "b", "b", null])];
        TableColumn[] drawn = [TableColumn.OfNumbers("x", [-5, 2, 9, double.NaN]), TableColumn.OfCategories("c", ["z", "a", "a", "a"])];
        CodedTable[] tables = CodedTable.Of(real, drawn);
        ImmutableArray<ColumnDistribution> columns = ColumnDistribution.Of(tables[0], tables[1]);
        CollectionAssert.AreEqual(new[] { -0.5, 0.5, 1.5, 2.5, 3.5 }, columns[0].Edges);
        CollectionAssert.AreEqual(new[] { 0.25, 0.5, 0, 0.25 }, columns[0].Real);
        CollectionAssert.AreEqual(new[] { 0.25, 0, 0.25, 0.25 }, columns[0].Synthetic);
        CollectionAssert.AreEqual(new[] { "b", "a", "others" }, columns[1].Categories);
        CollectionAssert.AreEqual(new[] { 0.5, 0.25, 0 }, columns[1].Real);
        CollectionAssert.AreEqual(new[] { 0, 0.75, 0.25 }, columns[1].Synthetic);
    }

    [TestMethod]
    public void AssociationsAreThoseOfTheirDefinitions()
    {
        CodedTable table = CodedTable.Of(
        [
            TableColumn.OfNumbers("x", [1, 2, 3, 4]), TableColumn.OfNumbers("y", [4, 3, 2, 1]),
            TableColumn.OfCategories("c", ["a", "a", "b", "b"]), TableColumn.OfCategories("d", ["p", "p", "q", "q"]),
            TableColumn.OfCategories("e", ["p", "q", "p", "q"]), TableColumn.OfNumbers("k", [5, 5, 5, 5]),
        ])[0];
        double[] all = [.. Association.Of(table, default)];
        Assert.AreEqual(-1, At(0, 1), 1e-12);
        Assert.AreEqual(Math.Sqrt(0.8), At(0, 2), 1e-12); // 4 of 5 between the means 1.5 and 3.5
        Assert.AreEqual(1, At(2, 3), 1e-12);
        Assert.AreEqual(0, At(2, 4), 1e-12);
        Assert.AreEqual(0, At(5, 0), 1e-12);
        Assert.AreEqual(0, At(5, 2), 1e-12);
        Assert.AreEqual(At(2, 0), At(0, 2));

        double At(int first, int second) => all[(first * 6) + second];
    }
}
