namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>Cells that never occur together are found, and rows that are drawn keep them apart.</summary>
[TestClass]
public sealed class ImplicationsTests
{
    [TestMethod]
    public void MissingCellsThatGoTogetherAreFound()
    {
        Random random = new(1);
        bool[] gaps = [.. Enumerable.Range(0, 800).Select(_ => random.NextDouble() < 0.1)];
        RuleTable table = new RuleTable(800)
            .Numbers("A", row => gaps[row] ? double.NaN : random.NextDouble())
            .Numbers("B", row => gaps[row] ? double.NaN : random.NextDouble())
            .Categories("Kind", row => gaps[row] ? "none" : random.Next(2) == 0 ? "x" : "y");
        TableRules rules = table.Rules();

        CollectionAssert.AreEqual(new[] { "A = missing: B = missing, Kind = none" }, table.Lines(rules));
        CellSet set = rules.Narrow(1, [double.NaN, 0, 0], [true, false, false], CellSet.All);
        Assert.IsTrue(set.Has(table.Profiles[1], double.NaN));
        Assert.IsFalse(set.Has(table.Profiles[1], 0.5));
    }

    [TestMethod]
    public void ZeroOfANumberImpliesAndIsImplied()
    {
        Random random = new(2);
        RuleTable table = new RuleTable(800).Categories("Plan", row => new[] { "no", "yes", "trial" }[row % 3]);
        table.Numbers("Messages", row => row % 3 == 0 || (row % 3 == 2 && random.Next(2) == 0) ? 0 : 4 + random.Next(40));
        TableRules rules = table.Rules();

        CollectionAssert.AreEqual(new[] { "Plan = no: Messages = 0", "Plan = yes: Messages is not 0" }, table.Lines(rules));
        CellSet with = rules.Narrow(1, [table.Code("Plan", "yes"), 0], [true, false], CellSet.All);
        CellSet without = rules.Narrow(1, [table.Code("Plan", "no"), 0], [true, false], CellSet.All);
        Assert.AreEqual((4.0, 0.0), (with.Least, without.Most));
    }

    [TestMethod]
    public void APairThatChanceMayExplainIsNoRule()
    {
        // Each of two rare categories has 5 % of 100 rows: both together are expected in a quarter of a row.
        RuleTable table = new RuleTable(100)
            .Categories("A", row => row % 20 == 0 ? "rare" : "usual").Categories("B", row => row % 20 == 1 ? "rare" : "usual");

        Assert.IsEmpty(table.Rules().Impossible);
    }

    [TestMethod]
    public void WhatIsAllowedIsNeverEmptied()
    {
        Random random = new(3);
        RuleTable table = new RuleTable(900).Categories("A", _ => $"{random.Next(3)}");
        table.Categories("B", row => table["A", row] == 0 ? "only" : $"{random.Next(3)}");
        TableRules rules = table.Rules();
        CellSet others = CellSet.Some([.. Enumerable.Range(0, 4).Select(code => code != table.Code("B", "only"))]);

        CellSet set = rules.Narrow(1, [0, 0], [true, false], others);

        Assert.IsTrue(Enumerable.Range(0, 4).Any(set.HasCategory));
        Assert.IsFalse(rules.HoldsIn([0, table.Code("B", "1")]));
    }

    [TestMethod]
    public void TelcoImplicationsAreFoundAndHoldInEveryRowDrawn()
    {
        RuleTable table = RuleTable.Shipped("telco");
        TableRules rules = table.Rules("churn");
        string[] lines = table.Lines(rules);
        string[] services = ["online_security", "online_backup", "device_protection", "tech_support", "streaming_tv", "streaming_movies"];

        CollectionAssert.Contains(
            lines, $"internet_service = No: {string.Join(", ", services.Select(service => $"{service} = No internet service"))}");
        CollectionAssert.Contains(lines, "tenure = 0: total_charges = missing");
        CollectionAssert.AreEqual(new[] { table.Column("phone_service") }, rules.Computed.ToArray());

        double[] cells = new double[table.Profiles.Length];
        bool[] known = new bool[cells.Length];
        for (int row = 0; row < table.Rows; row++)
        {
            table.Cells.CopyRow(row, cells);
            Assert.IsTrue(rules.HoldsIn(cells), $"row {row}");
            known.AsSpan().Clear();
            for (int column = 0; column < cells.Length; column++)
            {
                CellSet set = rules.Narrow(column, cells, known, CellSet.All);
                Assert.IsTrue(set.Has(table.Profiles[column], cells[column]), $"row {row}, column {column}");
                known[column] = true;
            }
        }

        UniformRows rows = new(rules, seed: 1);
        double none = table.Code("internet_service", "No");
        for (int k = 0; k < 10_000; k++)
        {
            double[] drawn = rows.Next();
            foreach (string service in services)
            {
                Assert.AreEqual(
                    drawn[table.Column("internet_service")] == none,
                    drawn[table.Column(service)] == table.Code(service, "No internet service"));
            }

            Assert.AreEqual(drawn[table.Column("tenure")] == 0, double.IsNaN(drawn[table.Column("total_charges")]));
        }

        Assert.IsLessThan(1000, rows.Refused);
    }
}
