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

    private static readonly ImmutableArray<ICellSource?> Trees = ConditionalTrees.Fit(Table, Columns, [2], new(), seed: 1);

    [TestMethod]
    public void ComputedAndEmptyColumnsGetNoTree() =>
        CollectionAssert.AreEqual(new[] { true, true, false, false }, Trees.Select(tree => tree is not null).ToArray());

    [TestMethod]
    public void CellsAreFilledFromWhatTheyFollowFrom()
    {
        const double Hole = double.NaN;
        TableCells holes = new(3, [[Hole, 80, 20], [1, Hole, Hole], [160, 160, Hole], [Hole, Hole, Hole]]);
        FilledCells filled = new MissingCells(Trees, Columns, null).Fill(holes, 1, new() { Draws = 50 });
        Assert.AreEqual(80, filled.Cells.Columns[0][0], 4);
        Assert.AreEqual(1, filled.Cells.Columns[1][1]);
        Assert.AreEqual(0, filled.Cells.Columns[1][2]);
        Assert.IsLessThan(25, filled.High.Columns[0][0] - filled.Low.Columns[0][0]);
        Assert.IsTrue(double.IsNaN(filled.Cells.Columns[3][0]), "never seen");
    }

    [TestMethod]
    public void TreesDoNotDependOnTheNumberOfThreads()
    {
        TableCells holes = new(1, [[double.NaN], [double.NaN], [double.NaN], [double.NaN]]);
        double[] Fill(int threads)
        {
            var trees = ConditionalTrees.Fit(Table, Columns, [], new() { MaxDegreeOfParallelism = threads }, seed: 1);
            FilledCells filled = new MissingCells(trees, Columns, null).Fill(holes, 1, new() { Draws = 20 });
            return [.. filled.Cells.Columns.Select(column => column[0])];
        }

        CollectionAssert.AreEqual(Fill(1), Fill(3));
    }

    [TestMethod]
    public void BytesBringTheTreesBack()
    {
        ImmutableArray<ICellSource?> again = Read(Bytes());
        CollectionAssert.AreEqual(Bytes(), Bytes(again));
        TableCells holes = new(1, [[double.NaN], [double.NaN], [160], [double.NaN]]);
        Assert.AreEqual(
            new MissingCells(Trees, Columns, null).Fill(holes, 1, new()).Cells.Columns[0][0],
            new MissingCells(again, Columns, null).Fill(holes, 1, new()).Cells.Columns[0][0]);
    }

    [TestMethod]
    public void DamagedBytesAreRefused()
    {
        byte[] whole = Bytes();
        Assert.ThrowsExactly<InvalidDataException>(() => Read(whole[..^3]));
        Assert.ThrowsExactly<InvalidDataException>(() => Read([.. whole, 0]));
        Assert.ThrowsExactly<InvalidDataException>(() => Read([9, .. whole[1..]]));
    }

    private static byte[] Bytes(ImmutableArray<ICellSource?>? trees = null)
    {
        using var stream = new MemoryStream();
        ConditionalTrees.Write(trees ?? Trees, new(stream));
        return stream.ToArray();
    }

    private static ImmutableArray<ICellSource?> Read(byte[] bytes) => ConditionalTrees.Read(new(new MemoryStream(bytes)), Columns);
}
