using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class TableQualityTests
{
    [TestMethod]
    public void ATableIsLikeItselfInAnyOrderOfRows()
    {
        TableColumn[] table = Table(rows: 500, seed: 1), mixed = Table(rows: 500, seed: 1, reverse: true);
        TableQuality quality = TableQuality.Of(table, mixed);
        Assert.HasCount(4, quality.Columns);
        Assert.HasCount(6, quality.Pairs);
        Assert.AreEqual(1, quality.Shapes, 1e-12);
        Assert.AreEqual(1, quality.Trends, 1e-12);
    }

    [TestMethod]
    public void ShapesOfNumbersAreTheComplementOfTheLargestDifferenceOfCumulativeShares()
    {
        Assert.AreEqual(0.5, Shape([1, 2, 3, 4], [3, 4, 5, 6]), 1e-12);
        Assert.AreEqual(0, Shape([1, 2], [3, 3, 3]), 1e-12);
        Assert.AreEqual(0.75, Shape([0, 0, 0, 1], [0, 0, 1, 1]), 1e-12, "ties");
        Assert.AreEqual(1, Shape([1, double.NaN, 2], [1, 2]), 1e-12, "missing cells");
    }

    [TestMethod]
    public void ShapesOfNumbersAgreeWithTheDefinition()
    {
        var random = new Random(3);
        double[] first = [.. Enumerable.Range(0, 70).Select(_ => (double)random.Next(30))];
        double[] second = [.. Enumerable.Range(0, 90).Select(_ => (double)random.Next(5, 40))];
        double largest = Enumerable.Range(0, 40).Max(value =>
            Math.Abs((first.Count(x => x <= value) / 70.0) - (second.Count(x => x <= value) / 90.0)));
        Assert.AreEqual(1 - largest, Shape(first, second), 1e-12);
    }

    [TestMethod]
    public void ShapesOfCategoriesAreTheComplementOfTotalVariation()
    {
        var real = TableColumn.OfCategories("c", ["a", "a", "b", "c"]);
        Assert.AreEqual(0.5, TableQuality.Of([real], [TableColumn.OfCategories("c", ["b", "d", "a", "b"])]).Shapes, 1e-12);
        Assert.AreEqual(1, TableQuality.Of([real], [TableColumn.OfCategories("c", ["c", "b", "a", "a", null])]).Shapes, 1e-12);
    }

    [TestMethod]
    public void MissingCellsCountByTheirShare()
    {
        TableQuality quality = TableQuality.Of(
            [TableColumn.OfNumbers("x", [1, double.NaN, 2, 3]), TableColumn.OfCategories("c", ["a", null, null, "b"])],
            [TableColumn.OfNumbers("x", [1, 2]), TableColumn.OfCategories("c", [null, null])]);
        CollectionAssert.AreEqual(new[] { 0.75, 0.5 }, quality.Columns.Select(column => column.MissingCells).ToArray());
        Assert.AreEqual(0, quality.Columns[1].Shape, "a column without cells");
    }

    [TestMethod]
    public void TrendsOfNumbersAreHalfTheDifferenceOfCorrelations()
    {
        double[] x = [1, 2, 3, 4], down = [4, 3, 2, 1], constant = [5, 5, 5, 5];
        Assert.AreEqual(1, Trend(x, x, down, down), 1e-12);
        Assert.AreEqual(0, Trend(x, x, x, down), 1e-12);
        Assert.AreEqual(0.5, Trend(x, x, x, constant), 1e-12, "a synthetic column without spread correlates with nothing");
        Assert.IsTrue(double.IsNaN(Trend(x, constant, x, x)));
        Assert.AreEqual(1, Trend([1, 2, 3, double.NaN], [1, 2, 3, 9], x, x), 1e-12, "rows where both are there");
    }

    [TestMethod]
    public void TrendsWithCategoriesAreTheComplementOfTotalVariationOfTheCounts()
    {
        // A number below or above 5, in bins of 0 to 10, and a category that says which.
        TableColumn number = TableColumn.OfNumbers("x", [0, 0, 10, 10]), category = TableColumn.OfCategories("c", ["a", "a", "b", "b"]);
        Assert.AreEqual(1, Trend(TableColumn.OfNumbers("x", [12, -3]), TableColumn.OfCategories("c", ["b", "a"])), 1e-12);
        Assert.AreEqual(0.5, Trend(TableColumn.OfNumbers("x", [0, 0, 10, 10]), TableColumn.OfCategories("c", ["a", "b", "b", "a"])), 1e-12);
        Assert.AreEqual(0, Trend(TableColumn.OfNumbers("x", [4, 6]), TableColumn.OfCategories("c", ["b", "a"])), 1e-12);
        Assert.AreEqual(0, Trend(TableColumn.OfNumbers("x", [double.NaN]), TableColumn.OfCategories("c", [null])), 1e-12);

        double Trend(TableColumn x, TableColumn c) => TableQuality.Of([number, category], [c, x]).Trends;
    }

    [TestMethod]
    public void IndependentColumnsKeepShapesAndLoseTrends()
    {
        TableColumn[] real = Table(rows: 2000, seed: 1);
        TableQuality same = TableQuality.Of(real, Table(rows: 2000, seed: 2));
        TableQuality independent = TableQuality.Of(real, [.. real.Select((_, k) => Table(rows: 2000, seed: 3 + k)[k])]);
        Assert.IsGreaterThan(0.96, same.Shapes);
        Assert.IsGreaterThan(0.95, same.Trends);
        Assert.IsGreaterThan(0.96, independent.Shapes);
        Assert.IsLessThan(0.8, independent.Trends);
    }

    [TestMethod]
    public void ViewsAreReadByTheTypesOfTheirColumns()
    {
        var ml = new MLContext(seed: 1);
        IDataView view = ml.Data.LoadFromEnumerable<Row>(
        [
            new() { Whole = 3, Number = 0.5f, Text = "a", Flag = true, Grade = 2, Vector = [1, 2] },
            new() { Whole = -1, Number = float.NaN, Text = "", Flag = false, Grade = 3, Vector = [3, 4] },
        ]);
        view = ml.Transforms.Conversion.MapValueToKey("Key", nameof(Row.Text)).Fit(view).Transform(view);
        IReadOnlyList<TableColumn> columns = TableColumn.AllOf(view);
        CollectionAssert.AreEqual(
            new[] { "Whole", "Number", "Text", "Flag", "Grade", "Vector[0]", "Vector[1]", "Key" },
            columns.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(
            new[] { true, true, false, false, false, true, true, false }, columns.Select(column => column.IsNumber).ToArray());
        CollectionAssert.AreEqual(
            new[] { 0, 0.5, 0.5, 0, 0.5, 0, 0, 0.5 }, columns.Select(column => column.MissingShare).ToArray());
        Assert.AreEqual(1, TableQuality.Of(view, view).Shapes);
        Assert.AreEqual(1, TableQuality.Of([TableColumn.OfCategories("Key", ["a", null])], columns).Shapes, "by the key's value");
    }

    [TestMethod]
    public void TablesThatCannotBeComparedAreRefusedByName()
    {
        TableColumn number = TableColumn.OfNumbers("x", [1, 2]), other = TableColumn.OfNumbers("y", [1]);
        Throws("Column 'x': expected it in the synthetic table, got y", () => TableQuality.Of([number], [other]));
        Throws("Column 'x': expected numbers as in the real table, got categories", () =>
            TableQuality.Of([number], [TableColumn.OfCategories("x", ["1"])]));
        Throws("Table 'real': expected columns of one length above 0, got 2, 1", () => TableQuality.Of([number, other], [number, other]));
        Throws("Table 'real': expected columns of one length above 0, got no columns", () => TableQuality.Of([], [number]));
        Throws("Table 'synthetic'", () => TableQuality.Of([number], [TableColumn.OfNumbers("x", [])]));
        var ml = new MLContext();
        IDataView lists = ml.Data.LoadFromEnumerable<Names>([new() { Known = ["a"] }]);
        Throws(
            "Column 'Known': expected numbers, text, keys, Booleans, dates or times, got Vector<String>", () => TableColumn.AllOf(lists));
    }

    private static void Throws(string message, Action action) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, message);

    private static double Shape(double[] real, double[] synthetic) =>
        TableQuality.Of([TableColumn.OfNumbers("x", real)], [TableColumn.OfNumbers("x", synthetic)]).Shapes;

    private static double Trend(double[] realX, double[] realY, double[] drawnX, double[] drawnY) => TableQuality.Of(
        [TableColumn.OfNumbers("x", realX), TableColumn.OfNumbers("y", realY)],
        [TableColumn.OfNumbers("x", drawnX), TableColumn.OfNumbers("y", drawnY)]).Trends;

    /// <summary>Two numbers and two categories that all depend on one hidden number.</summary>
    private static TableColumn[] Table(int rows, int seed, bool reverse = false)
    {
        var random = new Random(seed);
        double[] hidden = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        if (reverse)
        {
            Array.Reverse(hidden);
        }

        return
        [
            TableColumn.OfNumbers("x", hidden),
            TableColumn.OfNumbers("y", [.. hidden.Select(h => -h * h)]),
            TableColumn.OfCategories("c", hidden.Select(h => h < 0.3 ? "low" : h < 0.7 ? "middle" : "high")),
            TableColumn.OfCategories("d", hidden.Select(h => h < 0.5 ? "yes" : h < 0.9 ? "no" : null)),
        ];
    }

    private sealed class Row
    {
        public int Whole { get; set; }

        public float Number { get; set; }

        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        [KeyType(3)] // 0 to 2; others are missing
        public uint Grade { get; set; }

        [VectorType(2)]
        public float[] Vector { get; set; } = [];
    }

    private sealed class Names
    {
        public string[] Known { get; init; } = [];
    }
}
