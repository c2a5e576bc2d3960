using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

[TestClass]
public sealed class ResultTests
{
    private static readonly Results Speeds = new("bench", "4b29fca", "a machine + \"quotes\"",
    [
        new("dense", "simd", "images_per_second", 1, 21_543.2), new("dense", "simd", "ratio", 1, 1.5634),
        new("dense", "torch", "images_per_second", 1, 13_851), new("wide", "simd", "images_per_second", 1, 987.6),
        new("dense", "torch", "loss", 1, -86.1), new("dense", "torch", "loss", 2, -86.3), new("dense", "torch", "loss", 3, -86.5),
        new("dense", "torch", "difference", 1, 1.234e-7), new("dense", "torch", "errors", 1, 0),
    ]);

    [TestMethod]
    public void WhatIsWrittenIsRead()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "speeds.json");
        Speeds.Write(path);
        Results read = Results.Read(path);
        Assert.AreEqual(Speeds with { Rows = read.Rows }, read);
        CollectionAssert.AreEqual(Speeds.Rows.ToArray(), read.Rows.ToArray());
        Assert.HasCount(Speeds.Rows.Count, File.ReadAllLines(path).Where(line => line.Contains("\"metric\"")), "A row has a line.");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("{\"command\":\"bench\"}")]
    [DataRow("{\"command\":\"bench\",\"commit\":\"\",\"machine\":\"\",\"rows\":[{\"set\":\"dense\"}]}")]
    public void OtherFilesAreRefused(string content)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, content);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Results.Read(path)).Message, path);
    }

    [TestMethod]
    [DataRow("", new string[0])]
    [DataRow(" -- engines --threads 2", new[] { "engines", "--threads", "2" })]
    [DataRow(" -- mnist --data 'my files' --out 'it'\\''s' ''", new[] { "mnist", "--data", "my files", "--out", "it's", "" })]
    public void TheCommandIsTheCommandLineAsItWasGiven(string expected, string[] arguments)
    {
        string command = Results.CommandLine("tests/Speed", arguments);
        string configuration = command.Split(' ')[3];
        Assert.IsTrue(configuration is "Debug" or "Release", configuration);
        Assert.AreEqual($"dotnet run -c {configuration} --project tests/Speed{expected}", command);
    }

    [TestMethod]
    public void ByDefaultSetsAndMethodsHeadRowsAndMetricsColumns() => CollectionAssert.AreEqual(
        new[]
        {
            "| set | method | images per second | ratio | loss | difference | errors |", "|---|---|---:|---:|---:|---:|---:|",
            "| dense | simd | 21,500 | 1.56 |  |  |  |",
            "| dense | torch | 13,900 |  | -86.3 ± 0.2 | 0.0000 | 0 |",
            "| wide | simd | 988 |  |  |  |  |",
        },
        new ResultTable().Of(Speeds).ToArray());

    [TestMethod]
    public void MethodsHeadColumnsAndWhatIsTheSameInAllRowsHasNone() => CollectionAssert.AreEqual(
        new[] { "| set | torch | simd |", "|---|---:|---:|", "| wide |  | 987.6 |", "| dense | 13,851 | 21,543 |" },
        new ResultTable(["wide", "dense"], ["torch", "simd"], ["images_per_second"], TableColumns.Methods, Digits: 5).Of(Speeds)
            .Select(line => line.Replace("987.60", "987.6")).ToArray());

    [TestMethod]
    public void SetsHeadColumns() => CollectionAssert.AreEqual(
        new[] { "| metric | dense | wide |", "|---|---:|---:|", "| images per second | 20,000 | 1,000 |", "| ratio | 2 |  |" },
        new ResultTable(Methods: ["simd"], Columns: TableColumns.Sets, Digits: 1).Of(Speeds).ToArray());

    [TestMethod]
    public void MarkedTablesAreRenewedAndTheRestOfAPageStays()
    {
        const string Before =
            "# Page\n\n<!-- results: speeds; sets: dense; metrics: ratio -->\n| old |\n<!-- /results -->\n\nText | with a bar\n";
        string after = MarkedTables.Renew(Before, name => name == "speeds" ? Speeds : throw new FileNotFoundException(name));
        Assert.AreEqual(Before.Replace("| old |", "| method | ratio |\n|---|---:|\n| simd | 1.56 |"), after);
        Assert.AreEqual(after, MarkedTables.Renew(after, _ => Speeds));
        Assert.AreEqual(after, MarkedTables.Renew(Before.Replace("| old |\n", ""), _ => Speeds), "A block may be empty.");
    }

    [TestMethod]
    [DataRow("sets: deep", "deep")]
    [DataRow("colums: methods", "colums: methods")]
    [DataRow("columns: digits", "columns: digits")]
    [DataRow("digits: many", "digits: many")]
    [DataRow("metrics", "metrics")]
    public void AMarkerThatAsksForWhatIsNotThereIsAnError(string wish, string named) => StringAssert.Contains(
        Assert.ThrowsExactly<InvalidDataException>(
            () => MarkedTables.Renew($"<!-- results: speeds; {wish} -->\n<!-- /results -->", _ => Speeds)).Message,
        $"'{named}'");
}
