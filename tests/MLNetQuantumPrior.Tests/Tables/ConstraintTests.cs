namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>Constraints that a user states are checked in the table and hold in every row that is drawn.</summary>
[TestClass]
public sealed class ConstraintTests
{
    [TestMethod]
    public void ConstraintsHoldInEveryRowDrawn()
    {
        RuleTable table = Orders();
        Constraint[] constraints =
        [
            Constraint.Positive("Price"), Constraint.Between("Price", 1, 500),
            Constraint.AtLeast("Start", 0), Constraint.AtMost("End", 100_000),
            Constraint.LessOrEqual("Start", "End"), Constraint.Less("Cost", "Price"), Constraint.Sum("Total", "Price", "Fee"),
        ];
        TableRules rules = table.Rules(null, constraints);
        UniformRows rows = new(rules, seed: 1);
        int start = table.Column("Start"), end = table.Column("End"), cost = table.Column("Cost"), price = table.Column("Price");
        int fee = table.Column("Fee"), total = table.Column("Total");

        int gaps = 0;
        for (int k = 0; k < 10_000; k++)
        {
            double[] row = rows.Next();
            gaps += double.IsNaN(row[fee]) ? 1 : 0;
            Assert.IsTrue(row[price] is > 0 and >= 1 and <= 500, $"row {k}");
            Assert.IsTrue(row[start] <= row[end], $"row {k}");
            Assert.IsTrue(row[cost] < row[price], $"row {k}");
            Assert.AreEqual(double.IsNaN(row[fee]), double.IsNaN(row[total]), $"row {k}");
            Assert.IsTrue(double.IsNaN(row[fee]) || Math.Abs(row[price] + row[fee] - row[total]) < 1e-9, $"row {k}");
            Assert.IsTrue(double.IsNaN(row[total]) || row[total] == Math.Round(row[total], 2), $"row {k}");
            for (int column = 0; column < row.Length; column++)
            {
                NumberQuantiles numbers = table.Profiles[column].Numbers!;
                Assert.IsTrue(double.IsNaN(row[column]) || (row[column] >= numbers.Least && row[column] <= numbers.Most), $"row {k}");
            }
        }

        Assert.IsTrue(gaps is > 500 and < 1500);
        Assert.IsLessThan(500, rows.Refused);
    }

    [TestMethod]
    public void WhatIsGivenOfATotalNarrowsItsParts()
    {
        RuleTable table = Orders();
        TableRules rules = table.Rules(null, Constraint.Sum("Total", "Price", "Fee"));
        CellSet[] given = [.. table.Profiles.Select(_ => CellSet.All)];
        given[table.Column("Total")] = CellSet.Between(200, 201);
        UniformRows rows = new(rules, seed: 2);

        for (int k = 0; k < 1000; k++)
        {
            Assert.IsTrue(rows.Next(given)[table.Column("Total")] is >= 200 and <= 201);
        }

        Assert.IsLessThan(50, rows.Refused);
    }

    [TestMethod]
    public void AConstraintThatTheTableBreaksIsAnErrorWithTheFirstRowAndTheirNumber()
    {
        RuleTable table = new RuleTable(50).Numbers("A", row => row).Numbers("B", row => row is 7 or 9 ? row - 1 : row + 1);

        string message = Assert.ThrowsExactly<ArgumentException>(() => table.Rules(null, Constraint.LessOrEqual("A", "B"))).Message;

        StringAssert.Contains(message, "'A <= B'");
        StringAssert.Contains(message, "2 of 50 rows");
        StringAssert.Contains(message, "first row 7");
        StringAssert.Contains(message, "column 'A' has 7, column 'B' has 6");
    }

    [TestMethod]
    public void ConstraintsNameColumnsThatFit()
    {
        RuleTable table = new RuleTable(50).Numbers("A", row => row).Categories("C", row => $"{row % 2}");

        StringAssert.Contains(Error(Constraint.Positive("D")), "expected a column of the table, got 'D'");
        StringAssert.Contains(Error(Constraint.Positive("C")), "expected column 'C' to have numbers or dates, got 2 categories");
        StringAssert.Contains(Error(Constraint.AtLeast("A", new DateTime(2020, 1, 1))), "expected column 'A' to have dates");
        StringAssert.Contains(Error(Constraint.Positive("A")), "1 of 50 rows");

        string Error(Constraint constraint) => Assert.ThrowsExactly<ArgumentException>(() => table.Rules(null, constraint)).Message;
    }

    [TestMethod]
    public void ConstraintsThatMakeNoSenseAreRefusedAtOnce()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Constraint.Between("A", 2, 1));
        Assert.ThrowsExactly<ArgumentException>(() => Constraint.AtLeast("A", double.NaN));
        Assert.ThrowsExactly<ArgumentException>(() => Constraint.Between("A", new DateTime(2021, 1, 1), new DateTime(2020, 1, 1)));
        Assert.ThrowsExactly<ArgumentException>(() => Constraint.Less("A", "A"));
        Assert.ThrowsExactly<ArgumentException>(() => Constraint.Sum("A", "B"));
        Assert.ThrowsExactly<ArgumentException>(() => Constraint.Sum("A", "B", "A"));
        Assert.ThrowsExactly<ArgumentException>(() => Constraint.Positive(""));
    }

    [TestMethod]
    public void DatesAreBoundByTheCellsThatTheyHave()
    {
        DateTime first = new(2020, 1, 1);
        RuleTable table = new RuleTable(60).Numbers("When", row => row);
        TableRules rules = TableRules.Find(
            table.Cells, table.Profiles, null, [Constraint.AtLeast("When", first)], (_, date) => (date - first).TotalDays);

        Assert.AreEqual(0, rules.Narrow(0, [0], [false], CellSet.All).Least);
        Assert.IsFalse(rules.HoldsIn([-1]));
        Assert.ThrowsExactly<ArgumentException>(() => TableRules.Find(
            table.Cells, table.Profiles, null, [Constraint.AtLeast("When", first.AddDays(1))], (_, date) => (date - first).TotalDays));
    }

    [TestMethod]
    public void AStrictOrderHoldsAfterRounding()
    {
        Random random = new(3);
        RuleTable table = new RuleTable(300).Numbers("Low", _ => random.Next(10));
        table.Numbers("High", row => table["Low", row] + Math.Round(0.1 + (5 * random.NextDouble()), 1));
        TableRules rules = table.Rules(null, Constraint.Less("Low", "High"));

        Assert.AreEqual(4, rules.Narrow(0, [0, 5.0], [false, true], CellSet.All).Most);
        Assert.AreEqual(5, rules.Narrow(0, [0, 5.1], [false, true], CellSet.All).Most);
        Assert.AreEqual(3.1, rules.Narrow(1, [3, 0], [true, false], CellSet.All).Least);
    }

    /// <summary>Orders with dates as days, prices and costs, and a fee that is missing in a tenth of the rows.</summary>
    private static RuleTable Orders()
    {
        Random random = new(7);
        RuleTable table = new RuleTable(1000)
            .Numbers("Start", _ => random.Next(50_000))
            .Numbers("Cost", _ => Math.Round(1 + (300 * random.NextDouble()), 2))
            .Numbers("Fee", _ => random.NextDouble() < 0.1 ? double.NaN : Math.Round(20 * random.NextDouble(), 2));
        return table.Numbers("End", row => table["Start", row] + random.Next(1000))
            .Numbers("Price", row => Math.Round(table["Cost", row] + 0.01 + (150 * random.NextDouble()), 2))
            .Numbers("Total", row => Math.Round(table["Price", row] + table["Fee", row], 2));
    }
}
