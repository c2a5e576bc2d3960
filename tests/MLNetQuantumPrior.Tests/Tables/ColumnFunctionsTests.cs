namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>Columns that are functions of others are found, with the coefficients that made them; and none by chance.</summary>
[TestClass]
public sealed class ColumnFunctionsTests
{
    private const int Rows = 1000;

    [TestMethod]
    public void AFactorIsFoundToTheLastDigit()
    {
        Random random = new(1);
        RuleTable table = new RuleTable(Rows).Numbers("Minutes", _ => Math.Round(350 * random.NextDouble(), 1));
        table.Numbers("Charge", row => Math.Round(0.17 * table["Minutes", row], 2));

        CollectionAssert.AreEqual(new[] { "Charge = 0.17 x Minutes" }, table.Lines(table.Rules()));
    }

    [TestMethod]
    public void ASumIsLeftOutRatherThanOneOfItsParts()
    {
        Random random = new(2);
        RuleTable table = new RuleTable(Rows)
            .Numbers("Total", _ => 0)
            .Numbers("A", _ => random.Next(1000))
            .Numbers("B", _ => Math.Round(500 * random.NextDouble(), 2))
            .Numbers("C", _ => Math.Round(300 * random.NextDouble(), 2));
        RuleTable with = new RuleTable(Rows)
            .Numbers("Total", row => table["A", row] + table["B", row] - (0.5 * table["C", row]) + 12)
            .Numbers("A", row => table["A", row])
            .Numbers("B", row => table["B", row])
            .Numbers("C", row => table["C", row]);

        CollectionAssert.AreEqual(new[] { "Total = A + B - 0.5 x C + 12" }, with.Lines(with.Rules()));
    }

    [TestMethod]
    public void TheTargetIsNeverLeftOut()
    {
        Random random = new(3);
        RuleTable table = new RuleTable(Rows).Numbers("A", _ => random.Next(1000)).Numbers("B", _ => random.Next(1000));
        table.Numbers("Total", row => table["A", row] + table["B", row]);

        CollectionAssert.AreEqual(new[] { "Total = A + B" }, table.Lines(table.Rules()));
        CollectionAssert.Contains(new[] { "A = Total - B", "B = Total - A" }, table.Lines(table.Rules("Total")).Single());
    }

    [TestMethod]
    public void TheColumnWithFewerDifferentCellsIsLeftOut()
    {
        Random random = new(4);
        RuleTable table = new RuleTable(Rows).Numbers("Rounded", _ => 0).Numbers("Fine", _ => Math.Round(100 * random.NextDouble(), 3));
        RuleTable with = new RuleTable(Rows)
            .Numbers("Rounded", row => Math.Round(table["Fine", row] * 0.045, 2)).Numbers("Fine", row => table["Fine", row]);

        CollectionAssert.AreEqual(new[] { "Rounded = 0.045 x Fine" }, with.Lines(with.Rules()));
    }

    [TestMethod]
    public void CopiesFollowFromOneColumnWithoutACircle()
    {
        Random random = new(5);
        RuleTable table = new RuleTable(Rows).Numbers("A", _ => random.NextDouble());
        table.Numbers("B", row => table["A", row]).Numbers("C", row => 32 + (1.8 * table["A", row])).Numbers("D", row => -table["B", row]);
        TableRules rules = table.Rules();

        Assert.HasCount(3, rules.Computed);
        double[] cells = new double[4];
        foreach (int row in Enumerable.Range(0, Rows))
        {
            table.Cells.CopyRow(row, cells);
            double[] completed = [.. cells];
            foreach (int column in rules.Computed)
            {
                completed[column] = double.NaN;
            }

            rules.Complete(completed);
            for (int column = 0; column < 4; column++)
            {
                Assert.AreEqual(cells[column], completed[column], 1e-6);
            }
        }
    }

    [TestMethod]
    public void ProductsWithSumsAndQuotientsAreFoundAmongErrorsOfRecording()
    {
        Random random = new(6);
        RuleTable table = new RuleTable(4 * Rows)
            .Numbers("Depth", _ => Math.Round(58 + (6 * random.NextDouble()), 1))
            .Numbers("X", _ => Math.Round(4 + (4 * random.NextDouble()), 2));
        table.Numbers("Y", row => Math.Round(table["X", row] * (0.97 + (0.06 * random.NextDouble())), 2))
            .Numbers("Z", row => row % 500 == 3 ? 9.99 : Math.Round(table["Depth", row] * (table["X", row] + table["Y", row]) / 200, 2));

        CollectionAssert.AreEqual(new[] { "Z = Depth x (X + Y) / 200" }, table.Lines(table.Rules()));

        RuleTable rates = new RuleTable(Rows).Numbers("Way", _ => 1 + random.Next(900)).Numbers("Hours", _ => 1 + random.Next(9));
        rates.Numbers("Speed", row => Math.Round(rates["Way", row] / rates["Hours", row], 3));
        CollectionAssert.AreEqual(new[] { "Speed = Way / Hours" }, rates.Lines(rates.Rules()));
    }

    [TestMethod]
    public void OneExceptionMakesASumNoFunction()
    {
        Random random = new(7);
        RuleTable table = new RuleTable(Rows).Numbers("Gross", _ => random.Next(5000));
        table.Numbers("Net", row => row == 777 ? table["Gross", row] - 20 : table["Gross", row]);

        Assert.IsEmpty(table.Rules().Computed);
    }

    [TestMethod]
    public void AMissingCellMustFollowAsWell()
    {
        Random random = new(8);
        RuleTable table = new RuleTable(Rows).Numbers("A", _ => random.NextDouble() < 0.2 ? double.NaN : random.Next(1000));
        table.Numbers("Twice", row => 2 * table["A", row]);
        table.Numbers("SometimesTwice", row => random.NextDouble() < 0.1 ? double.NaN : 2 * table["A", row]);
        TableRules rules = table.Rules();

        CollectionAssert.AreEqual(new[] { table.Column("Twice") }, rules.Computed.ToArray());
        double[] cells = [double.NaN, 0, 3];
        rules.Complete(cells);
        Assert.IsTrue(double.IsNaN(cells[1]));
    }

    [TestMethod]
    public void CategoriesAreLookedUpByOneOrTwoOthers()
    {
        Random random = new(9);
        RuleTable table = new RuleTable(Rows)
            .Categories("Month", _ => $"M{random.Next(12)}")
            .Categories("Left", _ => random.Next(2) == 0 ? "a" : "b")
            .Categories("Right", _ => random.Next(3) == 0 ? "a" : random.Next(2) == 0 ? "b" : "");
        table.Categories("Quarter", row => $"Q{int.Parse(Month(row)[1..]) / 3}").Categories("Same", row =>
            table["Left", row] == table["Right", row] ? "same" : double.IsNaN(table["Right", row]) ? "" : "other");
        TableRules rules = table.Rules();

        CollectionAssert.AreEquivalent(new[] { table.Column("Quarter"), table.Column("Same") }, rules.Computed.ToArray());
        double[] cells = new double[5];
        foreach (int row in Enumerable.Range(0, Rows))
        {
            table.Cells.CopyRow(row, cells);
            double[] completed = [.. cells[..3], -1, -1];
            rules.Complete(completed);
            CollectionAssert.AreEqual(cells, completed);
        }

        string Month(int row) =>
            Enumerable.Range(0, 12).Select(k => $"M{k}").First(name => table.Code("Month", name) == table["Month", row]);
    }

    [TestMethod]
    public void BandsOfANumberAreFound()
    {
        Random random = new(10);
        RuleTable table = new RuleTable(Rows).Numbers("Age", _ => 18 + random.Next(70));
        table.Categories("Band", row => table["Age", row] switch { < 30 => "young", < 65 => "middle", _ => "old" });

        CollectionAssert.AreEqual(new[] { "Band follows from Age: young, middle from 30, old from 65" }, table.Lines(table.Rules()));
    }

    [TestMethod]
    public void IndependentColumnsHaveNeitherFunctionsNorImpossiblePairs()
    {
        int tables = 0, found = 0;
        foreach (int rows in new[] { 40, 150, 1000 })
        {
            for (int seed = 0; seed < 30; seed++, tables++)
            {
                TableRules rules = Noise(rows, seed).Rules();
                found += rules.Functions.Length + rules.Impossible.Length;
            }
        }

        Assert.AreEqual(0, found, $"found in {tables} tables");
    }

    [TestMethod]
    public void FewRowsProveNothing()
    {
        Random random = new(11);
        RuleTable table = new RuleTable(40).Numbers("A", _ => random.Next(1000));
        table.Numbers("B", row => 2 * table["A", row]).Categories("C", _ => random.Next(2) == 0 ? "a" : "b");

        Assert.IsEmpty(table.Rules().Computed);
    }

    [TestMethod]
    public void AColumnThatHardlyVariesIsNoFunction()
    {
        Random random = new(12);
        RuleTable table = new RuleTable(Rows).Numbers("A", _ => random.Next(1000)).Numbers("Rare", row => row % 100 == 0 ? 1 : 0);
        table.Categories("Flag", row => row % 100 == 0 ? "yes" : "no");

        Assert.IsEmpty(table.Rules().Computed);
    }

    [TestMethod]
    public void RelatedColumnsAreNoFunctions()
    {
        Random random = new(13);
        RuleTable table = new RuleTable(Rows).Numbers("A", _ => Math.Round(100 * random.NextDouble(), 2));
        table.Numbers("B", row => Math.Round(table["A", row] + (0.05 * random.NextDouble()), 2))
            .Numbers("Years", row => table["A", row] > 50 ? 1 + random.Next(3) : random.Next(3))
            .Categories("C", row => table["A", row] > 50 && random.NextDouble() < 0.99 ? "high" : "low");

        Assert.IsEmpty(table.Rules().Computed);
    }

    /// <summary>Numbers and categories of many kinds, all independent.</summary>
    private static RuleTable Noise(int rows, int seed)
    {
        Random random = new(seed);
        RuleTable table = new(rows);
        for (int k = 0; k < 3; k++)
        {
            table.Numbers($"Uniform{k}", _ => random.NextDouble())
                .Numbers($"Whole{k}", _ => random.Next(100))
                .Numbers($"Few{k}", _ => random.Next(3))
                .Numbers($"Zero{k}", _ => random.NextDouble() < 0.6 ? 0 : Math.Round(-Math.Log(random.NextDouble()) * 50))
                .Numbers($"Gaps{k}", _ => random.NextDouble() < 0.2 ? double.NaN : Math.Round(random.NextDouble(), 2))
                .Categories($"Two{k}", _ => random.NextDouble() < 0.1 ? "a" : "b")
                .Categories($"Five{k}", _ => random.NextDouble() < 0.1 ? "" : $"{random.Next(5)}");
        }

        return table;
    }
}
