using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Experiments;
using MLNetQuantumPrior.Tests.Repository;

namespace MLNetQuantumPrior.Tests.Experiments;

/// <summary>The tables of the repository are those that data/README.md describes, and the experiments read all of them.</summary>
[TestClass]
public sealed class TableDataTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static IEnumerable<object[]> Tables =>
        from line in File.ReadLines(TrackedFiles.FullPath("data/README.md"))
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        let numbers = cells[3..6].Select(cell => int.Parse(cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray()
        select new object[] { cells[1].Trim('`'), numbers[0], numbers[1], numbers[2], cells[6], cells[7].Trim('`') };

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void EveryTableIsDescribed() => CollectionAssert.AreEqual(
        TrackedFiles.All.Where(path => path.StartsWith("data/", StringComparison.Ordinal) && path.EndsWith(".gz", StringComparison.Ordinal))
            .ToArray(),
        Tables.Select(table => $"data/{table[0]}").ToArray());

    [TestMethod]
    [DynamicData(nameof(Tables))]
    public void ATableIsAsDescribed(string file, int rows, int columns, int missing, string label, string sha256)
    {
        string path = TableFolder.Unpack(TrackedFiles.FullPath($"data/{file}"), Path.Combine(_folder, "table.csv"));
        Assert.AreEqual(sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        var table = TableFile.WithNames(path);
        Assert.HasCount(columns, table.Columns);
        Assert.IsFalse(table.Columns.Single(column => column.Name == label).IsNumber);

        IReadOnlyList<TableColumn> read = TableColumn.AllOf(table.Load(new MLContext(seed: 1)));
        CollectionAssert.AreEqual(table.Columns.Select(column => (column.Name, column.IsNumber)).ToArray(),
            read.Select(column => (column.Name, column.IsNumber)).ToArray());
        Assert.AreEqual(rows, read[0].Rows);
        Assert.AreEqual(missing, read.Sum(column => column.MissingShare * rows), 1e-6);
    }

    [TestMethod]
    public void TheGivenFolderComesBeforeTheRepositorys()
    {
        string own = Path.Combine(_folder, "telco.csv");
        File.WriteAllText(own, "a,b\n1,x\n");
        Assert.AreEqual(own, new TableFolder(_folder).Find("telco"));
        Assert.HasCount(20, TableFile.WithNames(new TableFolder(null).Find("telco")!).Columns);
        Assert.IsNull(new TableFolder(_folder).Find("diabetes"));
    }

    [TestMethod]
    public void RaggedLinesAreNamed()
    {
        string path = Path.Combine(_folder, "ragged.csv");
        File.WriteAllText(path, "a,b\n1,x\n2\n");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => TableFile.WithNames(path)).Message, "line 3: expected 2 cells, got 1");
    }

    [TestMethod]
    [DataRow("150,2,setosa\n5.1,3.5,0\n4.9,3.0,1\n", true)]
    [DataRow("2,4,first\n5.1,3.5,0\n4.9,3.0,1\n", true)]
    [DataRow("5.1,3.5,0\n4.9,3.0,1\n", false)]
    public void TablesOfNumbersMayHaveALineBeforeTheirRows(string text, bool skipsFirstLine)
    {
        string path = Path.Combine(_folder, "numbers.csv");
        File.WriteAllText(path, text);
        var table = TableFile.OfNumbers(path);
        Assert.AreEqual(skipsFirstLine, table.SkipsFirstLine);
        IReadOnlyList<TableColumn> read = TableColumn.AllOf(table.Load(new MLContext(seed: 1)));
        CollectionAssert.AreEqual(new[] { "X1", "X2", TableFile.Class }, read.Select(column => column.Name).ToArray());
        Assert.AreEqual(2, read[0].Rows);
    }

    [TestMethod]
    public void FeaturesOfATableAreThatTableAgain()
    {
        string path = Path.Combine(_folder, "table.csv");
        File.WriteAllText(path, "n,c,d\n1,x,u\n,y,v\n3,,u\n2,x,w\n");
        var ml = new MLContext(seed: 1);
        var table = TableFile.WithNames(path);
        var features = TableFeatures.Of(ml, table.Load(ml), table.Columns);
        float[][] rows = [.. features.View.GetColumn<float[]>(TableFeatures.Column)];
        Assert.HasCount(1 + 2 + 3, rows[0]);
        Assert.AreEqual(2, rows[1][0], "the mean");

        IReadOnlyList<TableColumn> columns = features.Columns(rows);
        CollectionAssert.AreEqual(new[] { "n", "c", "d" }, columns.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 0.25, 0 }, columns.Select(column => column.MissingShare).ToArray());
        Assert.AreEqual(1, TableQuality.Of(columns, features.Columns([.. rows.Reverse()])).Trends);
    }
}
