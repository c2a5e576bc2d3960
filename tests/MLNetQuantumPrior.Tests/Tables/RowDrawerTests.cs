using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests.Tables;

[TestClass]
public sealed class RowDrawerTests
{
    private static readonly float[] Bits = [1, 0];

    [TestMethod]
    public void RowsWithoutAnythingGivenFollowTheSource()
    {
        var source = new EnumeratedCells([2, 3, 2], [true, false, true], seed: 1) { Order = [1, 2, 0] };
        Dictionary<string, double> expected = source.Rows(Bits).ToDictionary(row => Name(row.Cells), row => row.Probability);
        AssertNear(expected, Shares(new(source, source.Columns, null), [], 40_000));
    }

    [TestMethod]
    public void WeightedRowsFollowTheSourceConditionedOnWhatIsGiven()
    {
        var source = new EnumeratedCells([2, 3, 2], [true, false, true], seed: 2);
        CellSet[] given = [CellSet.All, CellSet.Between(1, 2), CellSet.Category(1)];
        var possible = source.Rows(Bits).Where(row => row.Cells[1] >= 1 && row.Cells[2] == 1).ToArray();
        double sum = possible.Sum(row => row.Probability);
        Dictionary<string, double> expected = possible.ToDictionary(row => Name(row.Cells), row => row.Probability / sum);
        AssertNear(expected, Shares(new(source, source.Columns, null), given, 40_000));
    }

    [TestMethod]
    public void GivenRowsUnderRulesAreThoseOfPlainRowsThatAreAsGiven()
    {
        var source = new EnumeratedCells([2, 2, 2, 2], [true, true, true, true], seed: 3) { Order = [0, 1, 2] };
        var drawer = new RowDrawer(source, source.Columns, new Rules());
        CellSet[] given = [CellSet.All, CellSet.All, CellSet.Category(1), CellSet.Some([true, true])];
        Dictionary<string, double> plain = Shares(drawer, [], 200_000)
            .Where(row => row.Key[2] == '1' && row.Key[3] != '?')
            .ToDictionary(row => row.Key, row => row.Value);
        double sum = plain.Values.Sum();
        AssertNear(plain.ToDictionary(row => row.Key, row => row.Value / sum), Shares(drawer, given, 40_000));
    }

    [TestMethod]
    public void RowsWhoseComputedColumnIsNotAsGivenHaveNoWeight()
    {
        var source = new EnumeratedCells([2, 2, 2, 2], [true, true, true, true], seed: 3) { Order = [0, 1, 2] };
        var drawer = new RowDrawer(source, source.Columns, new Rules());
        double[] cells = new double[4];
        for (ulong id = 0; id < 100; id++)
        {
            var random = new SplitMix64(SplitMix64.Mix(id));
            double weight = drawer.Draw(Bits, [], [CellSet.All, CellSet.All, CellSet.All, CellSet.Category(1)], ref random, cells);
            Assert.AreEqual(cells[3] != 1, double.IsNegativeInfinity(weight));
        }
    }

    [TestMethod]
    public void DrawingAllocatesNothing()
    {
        var drawer = new RowDrawer(new Zeros(20), [.. Enumerable.Range(0, 20).Select(_ => ColumnProfile.OfNumbers("x", [0, 1]))], null);
        CellSet[] given = [.. Enumerable.Repeat(CellSet.Between(0, 1), 20)];
        double[] cells = new double[20];
        var random = new SplitMix64(1);
        drawer.Draw([], [], given, ref random, cells);
        drawer.Draw([], [], [], ref random, cells);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 0; row < 100; row++)
        {
            drawer.Draw([], [], given, ref random, cells);
            drawer.Draw([], [], [], ref random, cells);
        }

        Assert.IsLessThan(1000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Share of each row, weights counted.</summary>
    internal static Dictionary<string, double> Shares(RowDrawer drawer, CellSet[] given, int rows)
    {
        var shares = new Dictionary<string, double>();
        double[] cells = new double[drawer.Columns.Length];
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            var random = new SplitMix64(SplitMix64.Mix((ulong)row + 1));
            double weight = Math.Exp(drawer.Draw(Bits, [], given, ref random, cells));
            string name = Name(cells);
            shares[name] = shares.GetValueOrDefault(name) + weight;
            sum += weight;
        }

        return shares.Where(row => row.Value > 0).ToDictionary(row => row.Key, row => row.Value / sum);
    }

    internal static string Name(double[] cells) => string.Concat(cells.Select(cell => double.IsNaN(cell) ? "?" : $"{cell}"));

    /// <summary>No share is off by more than 0.012: four standard errors of one half in 40,000 rows of uneven weights.</summary>
    private static void AssertNear(Dictionary<string, double> expected, Dictionary<string, double> actual)
    {
        CollectionAssert.IsSubsetOf(actual.Keys, expected.Keys);
        foreach ((string name, double share) in expected)
        {
            Assert.AreEqual(share, actual.GetValueOrDefault(name), 0.012, name);
        }
    }

    /// <summary>Columns 0 and 2 never have the same value, and column 3 is the larger one of columns 0 and 1.</summary>
    private sealed class Rules : IRowRules
    {
        public CellSet Narrow(int column, ReadOnlySpan<double> cells, ReadOnlySpan<bool> known, in CellSet allowed)
        {
            int other = 2 - column;
            return column == 1 || !known[other] || double.IsNaN(cells[other])
                ? allowed
                : allowed.And(CellSet.Some([cells[other] != 0, cells[other] != 1], allowsMissing: true));
        }

        public void Complete(Span<double> cells) => cells[3] = Math.Max(cells[0], cells[1]);

        public bool HoldsIn(ReadOnlySpan<double> cells) => true;
    }

    private sealed class Zeros(int columns) : ICellSource
    {
        public ImmutableArray<int> Order { get; } = [.. Enumerable.Range(0, columns)];

        public double Draw(int column, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass)
        {
            mass = 0.5;
            return 0;
        }
    }
}
