namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class SyntheticMeasuresTests
{
    private static readonly ParallelOptions Work = new() { MaxDegreeOfParallelism = 2 };

    [TestMethod]
    public void CoverageAndAdherenceAreThoseOfSdMetrics()
    {
        ColumnQuality number = Column(TableColumn.OfNumbers("x", [0, 10]), TableColumn.OfNumbers("x", [2, 9, 12, double.NaN]));
        Assert.AreEqual(0.8, number.Coverage, 1e-12); // 1 - 2/10 - 0
        Assert.AreEqual(2 / 3.0, number.Adherence, 1e-12);
        ColumnQuality category = Column(
            TableColumn.OfCategories("x", ["a", "b", "c", "d"]), TableColumn.OfCategories("x", ["a", "a", "e", null]));
        Assert.AreEqual(0.25, category.Coverage, 1e-12);
        Assert.AreEqual(2 / 3.0, category.Adherence, 1e-12);

        static ColumnQuality Column(TableColumn real, TableColumn synthetic) => TableQuality.Of([real], [synthetic]).Columns[0];
    }

    [TestMethod]
    public void DistancesAgreeWithGowersDefinition()
    {
        CodedTable[] tables = CodedTable.Of(MadeTable.Rows(37, seed: 1), MadeTable.Rows(29, seed: 2));
        var space = new GowerSpace(tables[0]);
        float[] nearest = GowerSpace.Nearest(space.Points(tables[1]), space.Points(tables[0]), Work);
        for (int row = 0; row < tables[1].Rows; row++)
        {
            Assert.AreEqual(Enumerable.Range(0, 37).Min(other => Gower(row, other)), nearest[row], 1e-6);
        }

        double Gower(int row, int other) => tables[0].Columns.Select((column, c) =>
        {
            (double a, double b) = (tables[1].Columns[c].Cells[row], column.Cells[other]);
            double[] there = [.. column.Cells.Where(cell => !double.IsNaN(cell))];
            return double.IsNaN(a) || double.IsNaN(b) ? (double.IsNaN(a) && double.IsNaN(b) ? 0 : 1)
                : column.IsNumber ? Math.Min(1, Math.Abs(a - b) / (there.Max() - there.Min())) : a == b ? 0 : 1;
        }).Average();
    }

    [TestMethod]
    public void CloserShareCountsTiesHalf()
    {
        CodedTable[] tables = CodedTable.Of(Numbers(0, 10), Numbers(4, 100), Numbers(0, 4, 2, 9));
        PrivacyFigures privacy = Closeness.Of(tables[0], tables[1], tables[2], seed: 1, Work);
        Assert.AreEqual((1 + 0 + 0.5 + 1) / 4, privacy.CloserShare);
        Assert.AreEqual(0.25, privacy.Copies);
        Assert.AreEqual(0, privacy.HoldoutCopies);
        Assert.AreEqual(0.15, privacy.MedianDistance, 1e-6); // of 0, 0.4, 0.2, 0.1
        Assert.AreEqual(0.7, privacy.HoldoutMedianDistance, 1e-6); // of 0.4 and 1
    }

    [TestMethod]
    public void ABrokenImplicationIsCounted()
    {
        TableColumn[] train = MadeTable.Rows(500, seed: 1), synthetic = MadeTable.Rows(200, seed: 2);
        string?[] extra = [.. Cells(synthetic[3])];
        int[] without = [.. Cells(synthetic[2]).Select((plan, row) => plan == "none" ? row : -1).Where(row => row >= 0).Take(3)];
        foreach (int row in without)
        {
            extra[row] = "yes";
        }

        synthetic[3] = TableColumn.OfCategories("extra", extra);
        CodedTable[] tables = CodedTable.Of(train, synthetic);
        ViolationFigures violations = new TableRange(tables[0]).Violations(tables[1]);
        Assert.AreEqual(3 / 200.0, violations.Implications, 1e-12);
        CollectionAssert.AreEqual(new[] { new BrokenImplication("plan = none", "extra = yes", 3) }, violations.Broken.ToArray());
    }

    [TestMethod]
    public void RangesCategoriesDecimalsAndMissingCellsAreViolatedApart()
    {
        TableColumn[] train =
        [
            TableColumn.OfNumbers("whole", [1, 2, 9]), TableColumn.OfNumbers("cents", [0.25f, 0.1f, double.NaN]),
            TableColumn.OfCategories("kind", ["a", "b", "a"]),
        ];
        TableColumn[] synthetic =
        [
            TableColumn.OfNumbers("whole", [1, 10, 2.5, 3, double.NaN]),
            TableColumn.OfNumbers("cents", [0.2f, 0.15, 0.125, double.NaN, 0.1f]),
            TableColumn.OfCategories("kind", ["a", "b", "b", "c", "a"]),
        ];
        CodedTable[] tables = CodedTable.Of(train, synthetic);
        ViolationFigures violations = new TableRange(tables[0]).Violations(tables[1]);
        Assert.AreEqual(0.2, violations.OutOfRange, 1e-12, "10");
        Assert.AreEqual(0.2, violations.ExtraDecimals, 1e-12, "2.5 and 0.125, of one row");
        Assert.AreEqual(0.2, violations.UnseenCategories, 1e-12, "c");
        Assert.AreEqual(0.2, violations.MissingCells, 1e-12, "the last row");
        Assert.AreEqual(0.8, violations.Rows, 1e-12);
    }

    [TestMethod]
    public void TheAreaOfALearnerIsThatOfItsScores()
    {
        // One feature that orders six test rows as 0 0 1 0 1 1: of 9 pairs, 8 are in order.
        TableColumn[] train =
        [
            TableColumn.OfNumbers("x", [.. Enumerable.Range(0, 100).Select(i => (double)i)]),
            TableColumn.OfCategories("y", [.. Enumerable.Range(0, 100).Select(i => i < 55 ? "no" : "yes")]),
        ];
        TableColumn[] test =
        [
            TableColumn.OfNumbers("x", [10, 20, 30, 40, 70, 80]), TableColumn.OfCategories("y", ["no", "no", "yes", "no", "yes", "yes"]),
        ];
        CodedTable[] tables = CodedTable.Of(train, test);
        Assert.AreEqual(8 / 9.0, new Prediction(tables[0], tables[1], target: 1).Of(tables[0], boosted: false), 1e-12);
    }

    [TestMethod]
    public void RidgeRegressionOfAnExactLineFindsIt()
    {
        double[] x = [.. Enumerable.Range(0, 400).Select(i => i / 7.0)];
        TableColumn[] train = [TableColumn.OfNumbers("x", x), TableColumn.OfNumbers("y", [.. x.Select(cell => 3 - (2 * cell))])];
        CodedTable table = CodedTable.Of(train)[0];
        Assert.AreEqual(1, new Prediction(table, table, target: 1).Of(table, boosted: false), 1e-4); // ridge: 1 row of 400, squared
    }

    [TestMethod]
    public void ACopulaKeepsColumnsAndTheCorrelationOfNormalOnes()
    {
        var random = new Random(5);
        double[] first = [.. Enumerable.Range(0, 4000).Select(_ => Normal())];
        double[] second = [.. first.Select(x => (0.8 * x) + (0.6 * Normal()))], third = [.. first.Select(x => x + Normal() > 1 ? 1.0 : 0)];
        TableColumn[] train = [TableColumn.OfNumbers("x", first), TableColumn.OfNumbers("y", second), TableColumn.OfNumbers("z", third)];
        CodedTable table = CodedTable.Of(train)[0];
        TableColumn[] drawn = new GaussianCopula(table, target: -1).Draw(4000, seed: 1).AsColumns();
        TableQuality quality = TableQuality.Of(train, drawn);
        Assert.IsGreaterThan(0.96, quality.Columns.Min(column => column.Shape));
        Assert.IsGreaterThan(0.985, quality.Pairs.Min(pair => pair.Trend)); // half of 4 sigma: 2 (1 - r^2) / sqrt(4000)
        Assert.IsTrue(drawn[0].Numbers.ToHashSet().IsSubsetOf(first));

        double Normal() => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, random.NextDouble());
    }

    [TestMethod]
    public void ACopulaKeepsWhatIsMissingAndThresholdsOfCategories()
    {
        CodedTable table = CodedTable.Of(MadeTable.Rows(3000, seed: 1))[0];
        TableColumn[] drawn = new GaussianCopula(table, target: 4).Draw(3000, seed: 1).AsColumns();
        TableQuality quality = TableQuality.Of(table.AsColumns(), drawn);
        Assert.IsGreaterThan(0.96, quality.Shapes);
        Assert.IsGreaterThan(0.98, quality.Columns[5].MissingCells);
    }

    private static TableColumn[] Numbers(params double[] cells) => [TableColumn.OfNumbers("x", cells)];

    private static IEnumerable<string?> Cells(TableColumn column) =>
        column.Codes.Select(code => code == TableColumn.MissingCategory ? null : column.Categories[code]);
}
