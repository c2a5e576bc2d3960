namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>All rules of a table together: what is computed, what is refused, and their bytes.</summary>
[TestClass]
public sealed class TableRulesTests
{
    private static readonly RuleTable Table = Everything();
    private static readonly TableRules Rules = Table.Rules("Kind", Constraint.LessOrEqual("A", "Limit"), Constraint.AtLeast("A", 0));

    [TestMethod]
    public void EveryKindOfRuleIsThere()
    {
        CollectionAssert.AreEquivalent(
            new[] { typeof(LinearFunction), typeof(ProductFunction), typeof(LookupFunction), typeof(IntervalFunction) },
            Rules.Functions.Select(function => function.GetType()).Distinct().ToArray());
        Assert.IsNotEmpty(Rules.Impossible);
        Assert.HasCount(2, Rules.Constraints);
    }

    [TestMethod]
    public void AComputedNumberIsRoundedAndStaysInItsRange()
    {
        UniformRows rows = new(Rules, seed: 3);
        int sum = Table.Column("Sum"), product = Table.Column("Area");
        for (int k = 0; k < 3000; k++)
        {
            double[] row = rows.Next();
            foreach (int column in new[] { sum, product })
            {
                NumberQuantiles numbers = Table.Profiles[column].Numbers!;
                Assert.AreEqual(Math.Round(row[column], numbers.Decimals!.Value), row[column]);
                Assert.IsTrue(row[column] >= numbers.Least && row[column] <= numbers.Most);
            }
        }

        Assert.IsLessThan(300, rows.Refused);
    }

    [TestMethod]
    public void RowsOfTheTableAreNeverNarrowedAway()
    {
        Random random = new(4);
        RuleTable signed = new RuleTable(500).Numbers("Price", _ => 1 + random.Next(90)).Numbers("Change", _ => random.Next(-9, 10));
        signed.Numbers("Gain", row => signed["Price", row] * signed["Change", row]);
        CollectionAssert.AreEqual(new[] { "Gain = Price x Change" }, signed.Lines(signed.Rules()));

        foreach ((RuleTable table, TableRules rules) in new[] { (Table, Rules), (signed, signed.Rules()) })
        {
            double[] cells = new double[table.Profiles.Length];
            for (int row = 0; row < table.Rows; row++)
            {
                bool[] known = new bool[cells.Length];
                table.Cells.CopyRow(row, cells);
                Assert.IsTrue(rules.HoldsIn(cells), $"row {row}");
                foreach (int column in Enumerable.Range(0, cells.Length).Reverse())
                {
                    CellSet set = rules.Narrow(column, cells, known, CellSet.All);
                    Assert.IsTrue(set.Has(table.Profiles[column], cells[column]), $"row {row}, column {column}");
                    known[column] = true;
                }
            }
        }
    }

    [TestMethod]
    public void AResultOutOfRangeIsKeptAndTheRowRefused()
    {
        RuleTable table = Sums();
        TableRules rules = table.Rules();
        double[] cells = [100, 100, 0];

        rules.Complete(cells);

        Assert.IsLessThan(200, table.Profiles[2].Numbers!.Most);
        Assert.AreEqual(200, cells[2]);
        Assert.IsFalse(rules.HoldsIn(cells));
        Assert.IsTrue(rules.Narrow(1, [100, 0, 0], [true, false, false], CellSet.All).Most <= table.Profiles[2].Numbers!.Most - 100);
    }

    [TestMethod]
    public void AKnownResultNarrowsTheLastSource()
    {
        TableRules rules = Sums().Rules();

        CellSet set = rules.Narrow(1, [30, 0, 70], [true, false, true], CellSet.All);

        Assert.AreEqual((40.0, 40.0), (set.Least, set.Most));
    }

    [TestMethod]
    public void CellsFollowAsSoonAsTheirSourcesAreKnown()
    {
        TableRules rules = Sums().Rules();
        double[] cells = [30, 40, 0];
        bool[] known = [true, false, false];

        rules.Complete(cells, known);
        Assert.IsFalse(known[2]);
        known[1] = true;
        rules.Complete(cells, known);

        Assert.IsTrue(known[2]);
        Assert.AreEqual(70, cells[2]);
    }

    [TestMethod]
    public void RulesComeBackFromTheirBytes()
    {
        byte[] bytes = Bytes(Rules);
        TableRules again = Read(bytes);

        CollectionAssert.AreEqual(bytes, Bytes(again));
        CollectionAssert.AreEqual(bytes, Bytes(Table.Rules("Kind", Constraint.LessOrEqual("A", "Limit"), Constraint.AtLeast("A", 0))));
        CollectionAssert.AreEqual(Table.Lines(Rules), Table.Lines(again));
        UniformRows first = new(Rules, seed: 5), second = new(again, seed: 5);
        for (int k = 0; k < 500; k++)
        {
            CollectionAssert.AreEqual(first.Next(), second.Next());
        }
    }

    [TestMethod]
    public void DamagedBytesAreRefusedOrGiveOtherRules()
    {
        byte[] bytes = Bytes(Rules);
        Random random = new(1);
        int refused = 0;
        for (int length = 0; length < bytes.Length; length += 7)
        {
            Assert.ThrowsExactly<InvalidDataException>(() => Read(bytes[..length]));
        }

        for (int k = 0; k < 3000; k++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                TableRules rules = Read(damaged);
                CollectionAssert.AreNotEqual(bytes, Bytes(rules));
                double[] cells = new double[Table.Profiles.Length];
                rules.Complete(cells); // Whatever was read can be used.
                rules.HoldsIn(cells);
                for (int column = 0; column < cells.Length; column++)
                {
                    rules.Narrow(column, cells, [.. cells.Select((_, other) => other != column)], CellSet.All);
                }
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(500, refused);
    }

    [TestMethod]
    public void RulesOfAnotherTableAreRefused()
    {
        Assert.ThrowsExactly<InvalidDataException>(() => TableRules.Read(new(new MemoryStream(Bytes(Rules))), Sums().Profiles));
    }

    [TestMethod]
    public void NoRulesRefuseNothing()
    {
        TableRules none = TableRules.None(Table.Profiles);

        Assert.IsEmpty(none.Computed);
        Assert.IsTrue(none.HoldsIn(new double[Table.Profiles.Length]));
        Assert.IsTrue(none.Narrow(0, new double[Table.Profiles.Length], new bool[Table.Profiles.Length], CellSet.All).IsAll);
        Assert.IsEmpty(none.Describe());
    }

    private static RuleTable Sums()
    {
        Random random = new(1);
        RuleTable table = new RuleTable(400).Numbers("A", row => row == 0 ? 100 : random.Next(101));
        table.Numbers("B", row => row == 1 ? 100 : random.Next(101));
        return table.Numbers("Sum", row => table["A", row] + table["B", row]);
    }

    private static RuleTable Everything()
    {
        Random random = new(2);
        RuleTable table = new RuleTable(1500)
            .Numbers("A", _ => random.Next(100))
            .Numbers("B", _ => Math.Round(40 * random.NextDouble(), 1))
            .Numbers("Width", _ => Math.Round(2 + (8 * random.NextDouble()), 2))
            .Numbers("Height", _ => Math.Round(2 + (8 * random.NextDouble()), 2))
            .Categories("Kind", _ => random.Next(3) switch { 0 => "x", 1 => "y", _ => "z" });
        return table.Numbers("Sum", row => Math.Round(table["A", row] + (0.5 * table["B", row]), 2))
            .Numbers("Area", row => Math.Round(table["Width", row] * table["Height", row], 2))
            .Categories("IsX", row => table["Kind", row] == table.Code("Kind", "x") ? "yes" : "no")
            .Categories("Band", row => table["A", row] < 30 ? "low" : table["A", row] < 80 ? "middle" : "high")
            .Categories("Detail", row => table["Kind", row] == table.Code("Kind", "z") ? "none" : random.Next(2) == 0 ? "" : "some")
            .Numbers("Limit", row => table["A", row] + random.Next(50));
    }

    private static byte[] Bytes(TableRules rules)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        rules.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static TableRules Read(byte[] bytes) => TableRules.Read(new(new MemoryStream(bytes)), Table.Profiles);
}
