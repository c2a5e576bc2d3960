using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>Rows of a made-up model of two bits, whose conditional distribution is enumerated.</summary>
[TestClass]
public sealed class GivenRowsTests
{
    private const int Count = 20_000;

    private static readonly float[][] Bits = [[0, 0], [0, 1], [1, 0], [1, 1]];
    private static readonly double[] Prior = [0.4, 0.3, 0.2, 0.1];
    private static readonly EnumeratedCells Source = new([2, 3, 2], [true, false, true], seed: 5);

    [TestMethod]
    public void RowsFollowTheConditionalDistributionWhateverTheLookAheadSays()
    {
        // The guess comes from other made-up probabilities: it must be divided out.
        CellSet[] given = [CellSet.All, CellSet.Between(1, 2), CellSet.Category(1)];
        GivenRows rows = Rows(given, new EnumeratedCells([2, 3, 2], [true, false, true], seed: 6));
        AssertConditional(rows, cells => cells[1] >= 1 && cells[2] == 1);
    }

    [TestMethod]
    public void RowsMayBeGivenToBeMissing()
    {
        CellSet[] given = [CellSet.Missing, CellSet.All, CellSet.Present];
        AssertConditional(Rows(given, Source), cells => double.IsNaN(cells[0]) && !double.IsNaN(cells[2]));
    }

    [TestMethod]
    public void ProposedBitsAreWeightedBackToThePrior()
    {
        double[] proposed = [0.1, 0.1, 0.1, 0.7];
        CellSet[] given = [CellSet.All, CellSet.Number(2), CellSet.All];
        GivenRows rows = Rows(given, new OneOfFour(), ids => Draw(ids, proposed, [.. Prior.Zip(proposed, (p, q) => Math.Log(p / q) + 3)]));
        GivenReport ofPrior = Rows(given, new OneOfFour()).Report;
        Assert.IsGreaterThan(
            1.05 * ofPrior.EffectiveSampleSize / ofPrior.Candidates, rows.Report.EffectiveSampleSize / rows.Report.Candidates);
        AssertConditional(rows, cells => cells[1] == 2);
    }

    [TestMethod]
    public void ReportTellsTheProbabilityOfWhatIsGiven()
    {
        CellSet[] given = [CellSet.Category(0), CellSet.All, CellSet.Category(1)];
        double exact = All().Where(row => row.Cells[0] == 0 && row.Cells[2] == 1).Sum(row => row.Probability);
        GivenReport report = Rows(given, Source).Report;
        Assert.AreEqual(exact, report.Probability, 0.02);
        Assert.IsTrue(report.EffectiveSampleSize is > 0 and <= 1 << 17 && report.EffectiveSampleSize <= report.Candidates);
    }

    [TestMethod]
    public void RowsDependOnSeedAndNumberAlone()
    {
        CellSet[] given = [CellSet.All, CellSet.Between(1, 2), CellSet.Category(1)];
        TableCells all = Filled(Rows(given, Source, threads: 3), 0, 300), some = Filled(Rows(given, Source), 200, 100);
        for (int column = 0; column < 3; column++)
        {
            CollectionAssert.AreEqual(all.Columns[column][200..], some.Columns[column]);
        }

        CollectionAssert.AreNotEqual(all.Columns[0], Filled(Rows(given, Source, seed: 2), 0, 300).Columns[0]);
    }

    [TestMethod]
    public void WhatNeverOccursIsRefusedByName()
    {
        CellSet[] given = [CellSet.All, CellSet.Number(7), CellSet.Category(1)];
        string message = Assert.ThrowsExactly<ArgumentException>(() => Rows(given, Source)).Message;
        Assert.Contains("'c1', 'c2'", message);
        Assert.DoesNotContain("'c0'", message);
    }

    private static GivenRows Rows(
        CellSet[] given, ICellSource lookAhead, DrawLatents? proposal = null, ulong seed = 1, int threads = 1) => new(
            new(Source, Source.Columns, null), lookAhead, ids => Draw(ids, Prior, null), proposal, given, seed, threads);

    private static LatentDraws Draw(ulong[] ids, double[] probabilities, double[]? logRatios)
    {
        int[] states = Array.ConvertAll(ids, id =>
        {
            double left = (SplitMix64.Mix(id + 17) >> 11) * (1.0 / (1UL << 53));
            return Enumerable.Range(0, 3).FirstOrDefault(state => (left -= probabilities[state]) < 0, 3);
        });
        return new(
            [.. states.SelectMany(state => Bits[state])],
            new float[ids.Length],
            logRatios is null ? null : Array.ConvertAll(states, state => logRatios[state]));
    }

    private static IEnumerable<(double[] Cells, double Probability)> All() => Enumerable.Range(0, 4).SelectMany(
        state => Source.Rows(Bits[state]).Select(row => (row.Cells, Prior[state] * row.Probability)));

    private static TableCells Filled(GivenRows rows, long first, int count)
    {
        TableCells table = TableCells.Empty(count, 3);
        rows.Fill(first, table);
        return table;
    }

    private static void AssertConditional(GivenRows rows, Func<double[], bool> isGiven)
    {
        var expected = All().Where(row => isGiven(row.Cells))
            .GroupBy(row => RowDrawerTests.Name(row.Cells))
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Probability));
        double sum = expected.Values.Sum();
        TableCells table = Filled(rows, 0, Count);
        var counts = new Dictionary<string, int>();
        double[] cells = new double[3];
        for (int row = 0; row < Count; row++)
        {
            table.CopyRow(row, cells);
            string name = RowDrawerTests.Name(cells);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        CollectionAssert.IsSubsetOf(counts.Keys, expected.Keys);
        foreach ((string name, double probability) in expected)
        {
            // Four standard errors of 20,000 rows are at most 0.014; those of 2,048 candidates' states and of few draws a row add to them.
            Assert.AreEqual(probability / sum, counts.GetValueOrDefault(name) / (double)Count, 0.035, name);
        }
    }

    /// <summary>A guess that only one combination of bits can be.</summary>
    private sealed class OneOfFour : ICellSource
    {
        public ImmutableArray<int> Order => [1];

        public double Draw(int column, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass)
        {
            mass = row.Bits[0] * row.Bits[1] > 0 ? 0.5 : 0.05;
            return 2;
        }
    }
}
