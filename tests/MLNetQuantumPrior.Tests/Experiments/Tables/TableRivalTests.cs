using MathNet.Numerics.Statistics;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

/// <summary>The methods that synthetic tables are compared with do what their names say.</summary>
[TestClass]
public sealed class TableRivalTests
{
    private static readonly Dictionary<string, ITableRival> All = new()
    {
        ["independent"] = new IndependentColumns(),
        ["copula"] = new GaussianCopula(),
        ["smote"] = new Smote(),
        ["cart"] = new SequentialCart(),
        ["real"] = new RealRows(MadeTable.Of(1000, seed: 3)),
    };

    public static IEnumerable<object[]> Names => All.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void RowsAreOfTheTablesKindAndFollowFromTheSeed(string name)
    {
        Table train = MadeTable.Of(1000, seed: 1);
        ITableRows rows = All[name].Fit(train, 1);
        Table drawn = rows.Draw(2000, 1), again = All[name].Fit(train, 1).Draw(2000, 1);
        Assert.AreEqual(2000, drawn.Rows);
        Assert.AreEqual(train.Fields, drawn.Fields);
        for (int column = 0; column < drawn.Fields.Length; column++)
        {
            double[] cells = drawn.Cells.Columns[column], real = train.Cells.Columns[column];
            CollectionAssert.AreEqual(again.Cells.Columns[column], cells);
            Assert.HasCount(2000, cells);
            Assert.AreEqual(real.Count(double.IsNaN) / 1000.0, cells.Count(double.IsNaN) / 2000.0, 0.05, train.Fields[column].Name);
            Assert.IsTrue(cells.All(cell => double.IsNaN(cell) || train.Fields[column].IsNumber
                || (cell >= 0 && cell < train.Fields[column].Categories.Length)));
        }

        Assert.IsTrue(drawn.Cells.Columns[MadeTable.Debt].All(debt => double.IsNaN(debt) || debt == Math.Round(debt)), "whole numbers");
        Assert.IsTrue(rows.Draw(0, 1).Rows == 0);
    }

    [TestMethod]
    public void IndependentColumnsHaveNoTrends()
    {
        Table train = MadeTable.Of(4000, seed: 1), drawn = new IndependentColumns().Fit(train, 1).Draw(20_000, 2);
        Assert.IsLessThan(-0.5, RankCorrelation(train, MadeTable.Income, MadeTable.Debt));
        Assert.AreEqual(0, RankCorrelation(drawn, MadeTable.Income, MadeTable.Debt), 4 / Math.Sqrt(12_000));
        Assert.IsGreaterThan(0.98, TableQuality.Of(train.Columns(), drawn.Columns()).Shapes);
    }

    [TestMethod]
    public void TheCopulaHasTheRankCorrelationsAndTheShapes()
    {
        Table train = MadeTable.Of(4000, seed: 1), drawn = new GaussianCopula().Fit(train, 1).Draw(20_000, 2);
        Assert.AreEqual(0, RankCorrelation(drawn, MadeTable.Income, MadeTable.Age), 4 / Math.Sqrt(4000), "independent in training");

        // Normal scores of equal values are one number, which takes a little from the correlation: a third of the debts are 0.
        Assert.AreEqual(
            RankCorrelation(train, MadeTable.Income, MadeTable.Debt), RankCorrelation(drawn, MadeTable.Income, MadeTable.Debt), 0.04);
        Assert.IsGreaterThan(0.985, TableQuality.Of(train.Columns(), drawn.Columns()).Shapes);
        Assert.AreEqual(0.3, drawn.RowsOf(1).Length / 20_000.0, 0.02);
    }

    [TestMethod]
    [DataRow(0.9)]
    [DataRow(-0.4)]
    public void TheCopulaOfNormalNumbersIsTheirs(double correlation)
    {
        // Any monotone function of normal numbers has the rank correlation 6 / pi asin(r / 2).
        var random = new Random(1);
        double[] first = [.. Enumerable.Range(0, 4000).Select(_ => MadeTable.Normal(random))];
        double[] second = Array.ConvertAll(first, value =>
            Math.Exp((correlation * value) + (Math.Sqrt(1 - (correlation * correlation)) * MadeTable.Normal(random))));
        Table train = new([new("X", default), new("Y", default)], new(4000, [first, second]), 0);
        Table drawn = new GaussianCopula().Fit(train, 1).Draw(20_000, 2);
        double error = (1 - (correlation * correlation)) / Math.Sqrt(4000) * Math.Sqrt(1.2); // of training, and a fifth of it of drawing
        Assert.AreEqual(6 / Math.PI * Math.Asin(correlation / 2), RankCorrelation(drawn, 0, 1), 4 * error);
    }

    [TestMethod]
    public void TreesDrawTrainingValuesAlone()
    {
        Table train = MadeTable.Of(1000, seed: 1), drawn = new SequentialCart().Fit(train, 1).Draw(5000, 2);
        for (int column = 0; column < train.Fields.Length; column++)
        {
            Assert.IsEmpty(drawn.Cells.Columns[column].Except(train.Cells.Columns[column]), train.Fields[column].Name);
        }

        // Whoever is below 35 has no job, whatever the class: one cut of a tree tells.
        Assert.IsTrue(MadeTable.RowsOf(drawn).All(row =>
            double.IsNaN(row[MadeTable.Job]) || row[MadeTable.Job] == 0 == row[MadeTable.Age] < 35));
        Assert.AreEqual(
            RankCorrelation(train, MadeTable.Income, MadeTable.Debt), RankCorrelation(drawn, MadeTable.Income, MadeTable.Debt), 0.05);
    }

    [TestMethod]
    public void SmotesRowsLieOnSegmentsToNeighboursOfTheSameClass()
    {
        Table train = MadeTable.Of(200, seed: 1);
        train = new([.. train.Fields.Take(3)], new(200, [.. train.Cells.Columns.Take(3)]), 0);
        double[][] known = MadeTable.RowsOf(train);
        (double income, double age) = (Deviation(MadeTable.Income), Deviation(MadeTable.Age));
        foreach (double[] row in MadeTable.RowsOf(new Smote().Fit(train, 1).Draw(100, 2)))
        {
            Assert.IsTrue(known.Where(from => from[0] == row[0]).Any(from => Neighbours(from).Any(to => IsBetween(row, from, to))));
        }

        double Deviation(int column) => train.Cells.Columns[column].PopulationStandardDeviation();

        IEnumerable<double[]> Neighbours(double[] from) => known.Where(to => to != from && to[0] == from[0])
            .OrderBy(to => Math.Pow((to[1] - from[1]) / income, 2) + Math.Pow((to[2] - from[2]) / age, 2)).Take(5);

        // Of rows with more than six decimals, six are kept.
        static bool IsBetween(double[] row, double[] from, double[] to)
        {
            double part = (row[1] - from[1]) / (to[1] - from[1]);
            return part is >= -1e-4 and <= 1 + 1e-4 && Math.Abs(row[2] - (from[2] + (part * (to[2] - from[2])))) < 1e-4;
        }
    }

    [TestMethod]
    public void SmoteTakesCategoriesByVoteAndNeedsNoClasses()
    {
        // Two groups far apart, with a category each; the target is a number.
        double[] group = [.. Enumerable.Range(0, 40).Select(row => row % 2.0)];
        double[] place = [.. group.Select((side, row) => (100 * side) + row)];
        Table train = new([new("Place", default), new("Side", ["left", "right"])], new(40, [place, group]), 0);
        Table drawn = new Smote().Fit(train, 1).Draw(200, 1);
        Assert.IsTrue(MadeTable.RowsOf(drawn).All(row => row[1] == (row[0] > 60 ? 1 : 0)));
    }

    [TestMethod]
    public void AMissingCellIsAsFarAsACategoryThatDiffers()
    {
        Table table = new(
            [new("X", default), new("C", ["a", "b"])],
            new(4, [[1, -1, 1, double.NaN], [0, 0, 1, 0]]),
            1);
        double deviation = new[] { 1.0, -1, 1 }.PopulationStandardDeviation();

        // Squared distances from (1, a): 0, (2 / deviation)^2 = 4.5, 1 and 1.
        Assert.AreEqual(4.5, Math.Pow(2 / deviation, 2), 1e-12);
        int[] nearest = new NearestRows(table).Of([1, 0], [1, 2, 3, 0], 4);
        Assert.AreEqual(0, nearest[0]);
        Assert.AreEqual(1, nearest[3]);
    }

    [TestMethod]
    public void ClassesAreMadeEven()
    {
        Table train = MadeTable.Of(500, seed: 1);
        ITableRows rows = new SequentialCart().Fit(train, 1);
        Table added = ClassRows.Added(train, rows, 1), alone = ClassRows.Alone(train, rows, 1);
        Assert.AreEqual(1, added.ClassSizes().Distinct().Count());
        Assert.AreEqual(train.ClassSizes().Max(), added.ClassSizes()[1]);
        CollectionAssert.AreEqual(train.Cells.Columns[1], added.Cells.Columns[1][..500], "The table comes first.");
        CollectionAssert.AreEqual(added.ClassSizes(), alone.ClassSizes());
    }

    private static double RankCorrelation(Table table, int first, int second)
    {
        double[][] both = [.. MadeTable.RowsOf(table).Where(row => !double.IsNaN(row[first]) && !double.IsNaN(row[second]))];
        return Correlation.Spearman(both.Select(row => row[first]), both.Select(row => row[second]));
    }
}
