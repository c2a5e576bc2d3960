using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

/// <summary>The ways of filling missing cells that others are compared with.</summary>
[TestClass]
public sealed class ImputerTests
{
    private static readonly Dictionary<string, ITableImputer> All = new()
    {
        ["mean"] = new MeanImputer(), ["nearest"] = new NearestImputer(), ["cart"] = new CartImputer(),
    };

    public static IEnumerable<object[]> Names => All.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void HolesAreFilledAndTheRestStays(string name)
    {
        Table train = MadeTable.Of(1000, seed: 1), test = MadeTable.Of(500, seed: 2);
        var holes = new Holes(train, test, 0.2, seed: 1);
        FilledRows filled = All[name].Fill(train, holes.Table, 1);
        for (int column = 0; column < test.Fields.Length; column++)
        {
            double[] left = holes.Table.Cells.Columns[column], now = filled.Cells.Columns[column];
            Assert.IsFalse(now.Any(double.IsNaN));
            Assert.IsTrue(left.Zip(now).All(pair => double.IsNaN(pair.First) || pair.First == pair.Second));
            int there = test.Cells.Columns[column].Count(cell => !double.IsNaN(cell));
            Assert.AreEqual(0.2, 1 - (left.Count(cell => !double.IsNaN(cell)) / (double)there), 4 * 0.4 / Math.Sqrt(there));
        }

        Dictionary<string, double> figures = holes.Measure(filled);
        Assert.AreEqual(0.9, figures["coverage"], 0.08);
        if (name == "mean")
        {
            Assert.AreEqual(1, figures["error"], 1e-12);
            Assert.AreEqual(0, figures["accuracyGain"], 1e-12);
        }
        else
        {
            Assert.IsLessThan(1, figures["error"]);
            Assert.IsGreaterThan(0.05, figures["accuracyGain"]);
        }
    }

    [TestMethod]
    public void TheTruthHasNoError()
    {
        Table train = MadeTable.Of(300, seed: 1), test = MadeTable.Of(300, seed: 2);
        Dictionary<string, double> figures = new Holes(train, test, 0.2, seed: 1).Measure(new(test.Cells, test.Cells, test.Cells));
        Assert.AreEqual(0, figures["error"]);
        Assert.AreEqual(1, figures["accuracy"]);
        Assert.AreEqual(1, figures["coverage"]);
    }

    [TestMethod]
    public void QuantilesOfNineValuesCoverFourFifthsOfFurtherOnes()
    {
        // Of n values and a further one every order is as probable: the first and the last of nine have a tenth outside each.
        Assert.AreEqual(new FilledCell(5, 1, 9), FilledCell.Of(isNumber: true, [9, 8, 7, 6, 5, 4, 3, 2, 1]));
        FilledCell many = FilledCell.Of(isNumber: true, [.. Enumerable.Range(1, 39).Select(value => (double)value)]);
        Assert.AreEqual(2, many.Least, 1e-12);
        Assert.AreEqual(38, many.Most, 1e-12);
        Assert.AreEqual(1, FilledCell.Of(isNumber: false, [2, 1, 1, 2, 1]).Value);
    }
}
