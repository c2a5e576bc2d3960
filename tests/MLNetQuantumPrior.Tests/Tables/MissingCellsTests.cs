using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>On rows of three columns with a made-up joint distribution: two of categories, one of numbers.</summary>
[TestClass]
public sealed class MissingCellsTests
{
    private static readonly EnumeratedCells Joint = new([2, 2, 3], [true, true, false], seed: 9);
    private static readonly (double[] Cells, double Probability)[] Rows =
        [.. Joint.Rows([]).Where(row => !row.Cells.Any(double.IsNaN))];

    private static readonly MissingCells Missing = new(
        [new Conditional(0), new Conditional(1), new Conditional(2)], Joint.Columns, null);

    [TestMethod]
    public void DrawsFollowTheJointDistributionGivenWhatIsThere()
    {
        const int Count = 20_000;
        TableCells filled = Missing.Fill(Repeated([double.NaN, 1, double.NaN], Count), 1, new() { Sweeps = 12 }).Cells;
        double all = Rows.Where(row => row.Cells[1] == 1).Sum(row => row.Probability);
        foreach ((double[] cells, double probability) in Rows.Where(row => row.Cells[1] == 1))
        {
            int same = Enumerable.Range(0, Count).Count(
                row => filled.Columns[0][row] == cells[0] && filled.Columns[1][row] == 1 && filled.Columns[2][row] == cells[2]);
            Assert.AreEqual(probability / all, same / (double)Count, 0.015, RowDrawerTests.Name(cells)); // four standard errors
        }
    }

    [TestMethod]
    public void MeansAndIntervalsAreThoseOfTheConditionalDistribution()
    {
        FilledCells filled = Missing.Fill(Repeated([0, 1, double.NaN], 1), 1, new() { Draws = 4000, Confidence = 0.5 });
        double[] shares = [.. Enumerable.Range(0, 3).Select(
            value => Rows.Where(row => row.Cells[0] == 0 && row.Cells[1] == 1 && row.Cells[2] == value).Sum(row => row.Probability))];
        double mean = ((shares[1] * 1) + (shares[2] * 2)) / shares.Sum();
        Assert.AreEqual(Math.Round(mean), filled.Cells.Columns[2][0]); // the column's numbers are whole
        Assert.AreEqual(Quantile(shares, 0.25), filled.Low.Columns[2][0]);
        Assert.AreEqual(Quantile(shares, 0.75), filled.High.Columns[2][0]);
    }

    [TestMethod]
    public void CategoriesAreTheMostProbableOnesWithTheirShare()
    {
        FilledCells filled = Missing.Fill(Repeated([double.NaN, 1, 2], 1), 1, new() { Draws = 4000 });
        double[] shares = [.. Enumerable.Range(0, 2).Select(
            code => Rows.Where(row => row.Cells[0] == code && row.Cells[1] == 1 && row.Cells[2] == 2).Sum(row => row.Probability))];
        int best = shares[0] > shares[1] ? 0 : 1;
        Assert.AreEqual(best, filled.Cells.Columns[0][0]);
        Assert.AreEqual(shares[best] / shares.Sum(), filled.Low.Columns[0][0], 0.035); // four standard errors
    }

    [TestMethod]
    public void WhatIsThereStaysAndColumnsCanBeLeftAlone()
    {
        FilledCells filled = Missing.Fill(Repeated([double.NaN, 1, double.NaN], 50), 1, new() { Columns = [true, true, false] });
        Assert.IsTrue(filled.Cells.Columns[0].All(cell => cell is 0 or 1));
        Assert.IsTrue(filled.Cells.Columns[1].All(cell => cell == 1));
        Assert.IsTrue(filled.Cells.Columns[2].All(double.IsNaN));
        Assert.IsTrue(filled.Low.Columns[1].All(double.IsNaN));
    }

    [TestMethod]
    public void RowsDependOnTheirCellsSeedAndPositionAlone()
    {
        TableCells table = Repeated([double.NaN, double.NaN, double.NaN], 200);
        TableCells other = Repeated([double.NaN, double.NaN, double.NaN], 200);
        other.Columns[0][3] = 1;
        double[] one = Missing.Fill(table, 1, new(), threads: 1).Cells.Columns[2];
        double[] more = Missing.Fill(other, 1, new(), threads: 4).Cells.Columns[2];
        CollectionAssert.AreEqual(one[4..], more[4..]);
        CollectionAssert.AreNotEqual(one, Missing.Fill(table, 2, new()).Cells.Columns[2]);
    }

    [TestMethod]
    public void ColumnsOfRulesAreComputedAndRulesHold()
    {
        var missing = new MissingCells([new Conditional(0), new Conditional(1), null], Joint.Columns, new Rules());
        TableCells filled = missing.Fill(Repeated([double.NaN, double.NaN, double.NaN], 200), 1, new()).Cells;
        for (int row = 0; row < 200; row++)
        {
            Assert.AreNotEqual(filled.Columns[0][row], filled.Columns[1][row]);
            Assert.AreEqual(filled.Columns[0][row] + 1, filled.Columns[2][row]);
        }
    }

    private static double Quantile(double[] shares, double at)
    {
        double upTo = 0;
        return Enumerable.Range(0, shares.Length).First(value => (upTo += shares[value] / shares.Sum()) >= at);
    }

    private static TableCells Repeated(double[] row, int count) =>
        new(count, [.. row.Select(cell => Enumerable.Repeat(cell, count).ToArray())]);

    /// <summary>A cell given all others, or given those that are not missing.</summary>
    private sealed class Conditional(int column) : ICellSource
    {
        public ImmutableArray<int> Order => [.. Enumerable.Range(0, 3).Where(other => other != column), column];

        public double Draw(int drawn, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass)
        {
            Assert.AreEqual(column, drawn);
            double[] seen = row.Cells.ToArray(), weights = new double[4];
            foreach ((double[] cells, double probability) in Rows)
            {
                bool fits = Enumerable.Range(0, 3).All(k => k == column || double.IsNaN(seen[k]) || seen[k] == cells[k]);
                weights[(int)cells[column]] += fits && allowed.Has(Joint.Columns[column], cells[column]) ? probability : 0;
            }

            mass = weights.Sum();
            double left = (random.Next() >> 11) * (1.0 / (1UL << 53)) * mass;
            return Enumerable.Range(0, 3).FirstOrDefault(value => (left -= weights[value]) < 0, 0);
        }
    }

    /// <summary>Columns 0 and 1 differ, and column 2 is column 0 and 1.</summary>
    private sealed class Rules : IRowRules
    {
        public CellSet Narrow(int column, ReadOnlySpan<double> cells, ReadOnlySpan<bool> known, in CellSet allowed) =>
            column < 2 && known[1 - column]
                ? allowed.And(CellSet.Category(1 - cells[1 - column]))
                : allowed;

        public void Complete(Span<double> cells) => cells[2] = cells[0] + 1;

        public bool HoldsIn(ReadOnlySpan<double> cells) => cells[0] != cells[1] && cells[2] == cells[0] + 1;
    }
}
