using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class ColumnTreesTests
{
    private const int Rows = 8000;

    [TestMethod]
    public void CategoriesFollowTheirConditionalDistribution()
    {
        double[,] given = { { 0.7, 0.2, 0.1 }, { 0.1, 0.1, 0.8 }, { 0.3, 0.4, 0.3 }, { 0, 0.5, 0.5 } };
        var table = new TreeTable([4, 3], Rows, (random, _, cells) =>
        {
            int first = random.Next(4);
            double uniform = random.NextDouble();
            (cells[0], cells[1]) = (first, uniform < given[first, 0] ? 0 : uniform < given[first, 0] + given[first, 1] ? 1 : 2);
        });
        double[] drawn = table.Draw(1, seed: 5);
        for (int first = 0; first < 4; first++)
        {
            double[] own = [.. drawn.Where((_, row) => table.Cells.Columns[0][row] == first)];
            for (int code = 0; code < 3; code++)
            {
                AssertShare(given[first, code], own.Count(cell => cell == code), own.Length, training: own.Length);
            }
        }
    }

    [TestMethod]
    public void NumbersFollowTheirConditionalDistribution()
    {
        // Uniform over [0, 1) or [2, 5), by a bit.
        var table = new TreeTable([0], Rows, (random, bits, cells) =>
            cells[0] = bits[1] > 0 ? 2 + (3 * random.NextDouble()) : random.NextDouble());
        double[] drawn = table.Draw(0, seed: 6);
        foreach (double part in (double[])[0.1, 0.25, 0.5, 0.75, 0.9])
        {
            AssertShare((1 + part) / 2, drawn.Count(cell => cell < 2 + (3 * part)), drawn.Length, training: Rows);
            AssertShare(part / 2, drawn.Count(cell => cell < part), drawn.Length, training: Rows);
        }
    }

    [TestMethod]
    public void MissingCellsComeWhereTheyBelong()
    {
        var table = new TreeTable([2, 0], Rows, (random, _, cells) =>
        {
            cells[0] = random.Next(2);
            cells[1] = random.NextDouble() < (cells[0] == 1 ? 0.6 : 0.1) ? double.NaN : random.Next(100);
        });
        double[] drawn = table.Draw(1, seed: 7);
        foreach ((int code, double share) in ((int, double)[])[(0, 0.1), (1, 0.6)])
        {
            double[] own = [.. drawn.Where((_, row) => table.Cells.Columns[0][row] == code)];
            AssertShare(share, own.Count(double.IsNaN), own.Length, training: own.Length);
        }
    }

    [TestMethod]
    public void FrequentValuesComeBackAsOftenAndExactly()
    {
        var table = new TreeTable([0], Rows, (random, _, cells) => cells[0] = random.NextDouble() switch
        {
            < 0.3 => 0,
            < 0.4 => 17.253,
            _ => 1 + (100 * random.NextDouble()),
        });
        double[] drawn = table.Draw(0, seed: 8);
        AssertShare(0.3, drawn.Count(cell => cell == 0), drawn.Length, training: Rows);
        AssertShare(0.1, drawn.Count(cell => cell == 17.253), drawn.Length, training: Rows);
        Assert.IsFalse(drawn.Any(cell => cell is > 0 and < 0.9));
    }

    [TestMethod]
    public void ExclusiveOrOfEarlierColumnsIsLearned()
    {
        var table = new TreeTable([2, 2, 0, 2], Rows, (random, _, cells) =>
        {
            (cells[0], cells[1], cells[2]) = (random.Next(2), random.Next(2), random.NextDouble());
            cells[3] = (int)cells[0] ^ (int)cells[1];
        });
        double[] drawn = table.Draw(3, seed: 9);

        // What is above counts for one row in a leaf of 2,000, and is wrong half of the time: 2 rows are expected.
        Assert.IsLessThan(10, Enumerable.Range(0, Rows).Count(row => drawn[row] != table.Cells.Columns[3][row]));
    }

    [TestMethod]
    public void SumsOfEarlierColumnsAreLearned()
    {
        var table = new TreeTable([0, 0, 0], Rows, (random, _, cells) =>
        {
            (cells[0], cells[1]) = (random.NextDouble(), random.NextDouble());
            cells[2] = cells[0] + cells[1];
        });
        double[] drawn = table.Draw(2, seed: 10);
        double error = Enumerable.Range(0, Rows).Average(row => Math.Abs(drawn[row] - table.Cells.Columns[2][row]));
        Assert.IsLessThan(0.04, error); // 0.23 without a forecast of the sum and without splits
    }

    [TestMethod]
    public void MassIsTheShareOfDrawsThatAreAllowed()
    {
        TreeTable table = Mixed();
        (int Column, CellSet Allowed)[] sets =
        [
            (1, CellSet.Category(2)), (1, CellSet.Some([true, false, true])), (1, CellSet.Missing), (1, CellSet.Present),
            (2, CellSet.Between(20, 30)), (2, CellSet.Between(20.5, 30.7, allowsMissing: true)), (2, CellSet.Present),
            (3, CellSet.Between(-0.2, 0.7)), (3, CellSet.Number(0)), (3, CellSet.Between(0, 0.1)),
        ];
        var random = new SplitMix64(11);
        foreach ((int column, CellSet allowed) in sets)
        {
            for (int row = 0; row < 5; row++)
            {
                const int Draws = 20_000;
                table.Draw(column, row, allowed, ref random, out double mass);
                int hits = 0;
                for (int k = 0; k < Draws; k++)
                {
                    hits += allowed.Has(table.Columns[column], table.Draw(column, row, CellSet.All, ref random, out _)) ? 1 : 0;
                }

                double sigma = Math.Sqrt(Math.Max(mass * (1 - mass), 1e-5) / Draws);
                Assert.AreEqual(hits / (double)Draws, mass, 4 * sigma, $"column {column}, row {row}, {allowed.Least} to {allowed.Most}");
            }
        }
    }

    [TestMethod]
    public void DrawsAreAllowed()
    {
        TreeTable table = Mixed();
        var random = new SplitMix64(12);
        var choice = new Random(12);
        for (int k = 0; k < 20_000; k++)
        {
            int column = choice.Next(4), row = choice.Next(Rows);
            ColumnProfile profile = table.Columns[column];
            double least = (choice.NextDouble() * 140) - 20, width = choice.Next(3) * choice.NextDouble();
            CellSet allowed = profile.IsCategory
                ? CellSet.Some([choice.Next(2) == 0, choice.Next(2) == 0, true], allowsMissing: choice.Next(2) == 0)
                : CellSet.Between(least, least + width, allowsMissing: choice.Next(4) == 0);
            double cell = table.Draw(column, row, allowed, ref random, out double mass);
            Assert.IsTrue(allowed.Has(profile, cell), $"column {column}: got {cell} of {allowed.Least} to {allowed.Most}, mass {mass}");
            Assert.IsTrue(mass is >= 0 and <= 1, $"mass {mass}");
        }
    }

    [TestMethod]
    public void DrawsOfAPartFollowTheDistributionWithinIt()
    {
        TreeTable table = Mixed();
        var random = new SplitMix64(13);
        const int Draws = 40_000;
        double[] some = new double[Draws], all = new double[Draws];
        for (int k = 0; k < Draws; k++)
        {
            some[k] = table.Draw(2, 0, CellSet.Between(20, 39), ref random, out _);
            all[k] = table.Draw(2, 0, CellSet.All, ref random, out _);
        }

        double[] within = [.. all.Where(cell => cell is >= 20 and <= 39)];
        foreach (int upTo in (int[])[22, 25, 30, 35])
        {
            double expected = within.Count(cell => cell <= upTo) / (double)within.Length;
            AssertShare(expected, some.Count(cell => cell <= upTo), Draws, within.Length);
        }
    }

    [TestMethod]
    public void ACellThatNoRowHadIsAllowedNevertheless()
    {
        TreeTable table = Mixed();
        var random = new SplitMix64(14);
        Assert.AreEqual(5000, table.Draw(2, 0, CellSet.Between(5000, 6000), ref random, out double mass));
        Assert.AreEqual(0, mass);
        Assert.IsTrue(double.IsNaN(table.Draw(0, 0, CellSet.Missing, ref random, out mass)));
        Assert.AreEqual(0, mass);
    }

    [TestMethod]
    public void TreesDoNotDependOnThreads() => CollectionAssert.AreEqual(Mixed(threads: 1).File, Mixed(threads: 4).File);

    [TestMethod]
    public void FilesHoldTheTrees()
    {
        TreeTable table = Mixed();
        byte[] file = table.File;
        ColumnTrees read = table.Read(file);
        for (int column = 0; column < 4; column++)
        {
            CollectionAssert.AreEqual(table.Draw(column, seed: 15), table.Draw(column, seed: 15, read));
        }
    }

    [TestMethod]
    public void DamagedFilesAreRefusedOrStillTrees()
    {
        TreeTable table = Mixed();
        byte[] file = table.File;
        var choice = new Random(16);
        var random = new SplitMix64(16);
        int refused = 0;
        for (int k = 0; k < 2000; k++)
        {
            byte[] damaged = k % 4 == 0 ? file[..choice.Next(file.Length)] : [.. file];
            for (int flips = k % 4; flips > 0; flips--)
            {
                damaged[choice.Next(k % 8 < 4 ? damaged.Length : 60)] ^= (byte)(1 << choice.Next(8));
            }

            try
            {
                ColumnTrees trees = table.Read(damaged);
                foreach (int column in trees.Order)
                {
                    double cell = table.Draw(column, k, CellSet.All, ref random, out _, trees);
                    Assert.IsTrue(CellSet.All.Has(table.Columns[column], cell));
                }
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(600, refused); // those cut short at least, and damaged sizes
    }

    [TestMethod]
    public void FilesHoldNoCellsOfTheTraining()
    {
        // Numbers that nothing else would make: 52 random bits each.
        var table = new TreeTable(
            [0, 0], 500, (random, _, cells) => (cells[0], cells[1]) = (random.NextDouble(), random.NextDouble()));
        byte[] file = table.File;
        foreach (double cell in table.Cells.Columns.SelectMany(column => column))
        {
            Assert.AreEqual(-1, file.AsSpan().IndexOf(BitConverter.GetBytes(cell)));
            Assert.AreEqual(-1, file.AsSpan().IndexOf(BitConverter.GetBytes((float)cell)));
        }

        Assert.IsLessThan(500 * 2 * sizeof(float), file.Length);
    }

    /// <summary>
    /// Categories, whole numbers, and numbers with a frequent value, some cells missing, each dependent on what is before it.
    /// </summary>
    private static TreeTable Mixed(int threads = 2) => new([3, 3, 0, 0], Rows, (random, bits, cells) =>
    {
        cells[0] = random.Next(3);
        cells[1] = random.NextDouble() < 0.1 ? double.NaN : random.NextDouble() < 0.7 ? cells[0] : random.Next(3);
        cells[2] = random.NextDouble() < 0.05 ? double.NaN
            : Math.Floor(100 * Math.Pow(random.NextDouble(), bits[0] > 0 ? 1 : 2 + cells[0]));
        cells[3] = random.NextDouble() < (cells[0] == 0 ? 0.5 : 0.05) ? 0 : (random.NextDouble() * 2) - bits[1];
    }, threads: threads);

    /// <summary>A share among draws, from trees that know the share among training rows.</summary>
    private static void AssertShare(double expected, int hits, int draws, int training)
    {
        // What rows above count for moves a share by less than one row in a leaf of hundreds.
        double sigma = Math.Sqrt(expected * (1 - expected) * ((1.0 / draws) + (1.0 / training)));
        Assert.AreEqual(expected, hits / (double)draws, (4 * sigma) + 0.002);
    }
}
