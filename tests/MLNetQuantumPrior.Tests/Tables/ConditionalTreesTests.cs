namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>On a table of a number, a category that follows from it, twice the number, and a column that is always missing.</summary>
[TestClass]
public sealed class ConditionalTreesTests
{
    private const int Rows = 400;

    private static readonly TableCells Table = new(
        Rows,
        [
            [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 100))],
            [.. Enumerable.Range(0, Rows).Select(row => row % 100 < 50 ? 0.0 : 1)],
            [.. Enumerable.Range(0, Rows).Select(row => 2.0 * (row % 100))],
            [.. Enumerable.Repeat(double.NaN, Rows)],
        ]);

    private static readonly ImmutableArray<ColumnProfile> Columns =
    [
        ColumnProfile.OfNumbers("x", Table.Columns[0]),
        ColumnProfile.OfCategories("high", 2, Table.Columns[1]),
        ColumnProfile.OfNumbers("twice", Table.Columns[2]),
        ColumnProfile.OfCategories("empty", 1, Table.Columns[3]),
    ];

    private static readonly ImmutableArray<ICellSource?> Trees = ConditionalTrees.Fit(Table, Columns, [2], new());

    [TestMethod]
    public void ComputedAndEmptyColumnsGetNoTree() =>
        CollectionAssert.AreEqual(new[] { true, true, false, false }, Trees.Select(tree => tree is not null).ToArray());

    [TestMethod]
    public void CellsAreFilledFromWhatTheyFollowFrom()
    {
        TableCells holes = new(3, [[double.NaN, 80, 20], [1, double.NaN, double.NaN], [160, 160, double.NaN], [double.NaN, double.NaN, double.NaN]]);
        FilledCells filled = new MissingCells(Trees, Columns, null).Fill(holes, 1, new() { Draws = 50 });
        Assert.AreEqual(80, filled.Cells.Columns[0][0], 4);
        Assert.AreEqual(1, filled.Cells.Columns[1][1]);
        Assert.AreEqual(0, filled.Cells.Columns[1][2]);
        Assert.IsLessThan(12, filled.High.Columns[0][0] - filled.Low.Columns[0][0]);
        Assert.IsTrue(double.IsNaN(filled.Cells.Columns[3][0]), "never seen");
    }

    [TestMethod]
    public void TreesDoNotDependOnTheNumberOfThreads()
    {
        TableCells holes = new(1, [[double.NaN], [double.NaN], [double.NaN], [double.NaN]]);
        double[] Fill(int threads) =>
        [
            .. new MissingCells(ConditionalTrees.Fit(Table, Columns, [], new() { MaxDegreeOfParallelism = threads }), Columns, null)
                .Fill(holes, 1, new() { Draws = 20 }).Cells.Columns.Select(column => column[0]),
        ];
        CollectionAssert.AreEqual(Fill(1), Fill(3));
    }
}
