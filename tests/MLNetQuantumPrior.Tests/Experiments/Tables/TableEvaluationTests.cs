using Microsoft.ML;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

/// <summary>How methods are measured on tables.</summary>
[TestClass]
public sealed class TableEvaluationTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private int _measured;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void AViewOfATableIsThatTableAgain()
    {
        Table table = MadeTable.Of(50, seed: 1), again = Table.Of(table.View(), "Class");
        Assert.AreEqual(MadeTable.Class, again.Target);
        Assert.AreEqual(1, TableQuality.Of(table.Columns(), again.Columns()).Trends, 1e-6);
        for (int column = 0; column < table.Fields.Length; column++)
        {
            CollectionAssert.AreEqual(
                Names(table, column), Names(again, column), $"{table.Fields[column].Name}, to single precision");
        }

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => Table.Of(table.View(), "Klass")).Message, "expected a column 'Klass'");

        static string[] Names(Table table, int column) => [.. table.Cells.Columns[column].Select(cell =>
            double.IsNaN(cell) ? "" : table.Fields[column].IsNumber ? $"{(float)cell}" : table.Fields[column].Categories[(int)cell])];
    }

    [TestMethod]
    public void PartsOfATableAreDisjointAndHoldAllRows()
    {
        Table table = MadeTable.Of(501, seed: 1);
        var split = TableSplit.Of(table, seed: 1);
        (int, int, int) sizes = (split.Train.Rows, split.Holdout.Rows, split.Test.Rows);
        Assert.AreEqual((300, 100, 101), sizes);
        CollectionAssert.AreEquivalent(
            table.Cells.Columns[MadeTable.Income],
            split.Train.Append(split.Holdout).Append(split.Test).Cells.Columns[MadeTable.Income]);
        Assert.AreEqual(60, TableSplit.Of(table, seed: 1, mostRows: 100).Train.Rows);
        CollectionAssert.AreNotEqual(
            split.Test.Cells.Columns[MadeTable.Income], TableSplit.Of(table, seed: 2).Test.Cells.Columns[MadeTable.Income]);
    }

    [TestMethod]
    public void FiguresOfEachTableMethodAndSeedAreWrittenAndComputedOnce()
    {
        var evaluation = new TableEvaluation("made", ["credit", "telco"], [Method("train"), Method("other: one")]);
        var budget = new TableEvaluation.Budget(2, ["credit"], [], IsQuick: false);
        evaluation.Run(new TableFolder(null), _folder, budget);
        Assert.AreEqual(4, _measured);
        evaluation.Run(new TableFolder(null), _folder, budget);
        Assert.AreEqual(4, _measured, "Finished pieces are read.");
        Results results = Results.Read(Path.Combine(_folder, "made.json"));
        CollectionAssert.AreEqual(
            new[] { "credit, train, 1", "credit, other: one, 1", "credit, train, 2", "credit, other: one, 2" },
            results.Rows.Select(row => $"{row.Set}, {row.Method}, {row.Seed}").ToArray());
        Assert.IsTrue(results.Rows.All(row => row.Metric == "rows" && row.Value == 4454 * 6 / 10));

        evaluation.Run(new TableFolder(null), _folder, new(2, [], [], IsQuick: true));
        Assert.IsTrue(Results.Read(Path.Combine(_folder, "made-quick.json")).Rows.All(row => row.Seed == 1 && row.Value == 180));
        Assert.AreEqual(8, _measured, "Two tables, two methods, one seed more.");
    }

    [TestMethod]
    public void NamesThatThereAreNotAreErrors()
    {
        var evaluation = new TableEvaluation("made", ["credit"], [Method("train")]);
        StringAssert.Contains(Refused(new(1, ["kredit"], [], true)), "--sets");
        StringAssert.Contains(Refused(new(1, [], ["trane"], true)), "expected some of train, got trane");

        string Refused(TableEvaluation.Budget budget) => Assert.ThrowsExactly<InvalidDataException>(
            () => evaluation.Run(new TableFolder(null), _folder, budget)).Message;
    }

    [TestMethod]
    public void NamesOfColumnsMayBeQuoted()
    {
        string path = Path.Combine(_folder, "quoted.csv");
        File.WriteAllText(path, "\"n\",\"c\"\n1,\"x\"\n2,\"y\"\n");
        Table table = Table.Of(TableFile.WithNames(path).Load(new MLContext(seed: 1)), "c");
        CollectionAssert.AreEqual(new[] { "n", "c" }, table.Fields.Select(field => field.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "x", "y" }, table.TargetField.Categories.ToArray());
    }

    private TableMethod Method(string name) => new(name, (split, _) =>
    {
        Interlocked.Increment(ref _measured);
        return new(new() { ["rows"] = split.Train.Rows }, "at once");
    });
}
