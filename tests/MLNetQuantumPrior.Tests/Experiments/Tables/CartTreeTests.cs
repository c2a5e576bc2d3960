using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

/// <summary>Trees cut where trying everything would.</summary>
[TestClass]
public sealed class CartTreeTests
{
    private const int Rows = 15, LeastLeaf = 5, Categories = 5;

    public static IEnumerable<object[]> Cases =>
        from seed in Enumerable.Range(1, 20) from classes in new[] { 0, 2 } select new object[] { seed, classes };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void TheFirstCutIsTheBestOfAll(int seed, int classes)
    {
        var random = new Random(seed);
        double[] numbers = [.. Enumerable.Range(0, Rows).Select(_ => (double)random.Next(8))];
        double[] codes = [.. Enumerable.Range(0, Rows).Select(_ => (double)random.Next(Categories))];
        double[] target = [.. Enumerable.Range(0, Rows).Select(_ => classes > 0 ? random.Next(classes) : 1000 + random.NextDouble())];
        int[] all = [.. Enumerable.Range(0, Rows)];
        var tree = new CartTree([numbers, codes], [0, Categories], target, classes, all, LeastLeaf);

        // Parts are too small to be cut again, so leaves are the parts of the first cut.
        int[][] leaves = [.. all.Select(row => tree.Leaf([numbers[row], codes[row]])).Distinct()];
        CollectionAssert.AreEquivalent(all, leaves.SelectMany(leaf => leaf).ToArray());
        IEnumerable<Func<int, bool>> cuts =
        [
            .. Enumerable.Range(1, 8).Select(least => (Func<int, bool>)(row => numbers[row] < least)),
            .. Enumerable.Range(1, 1 << Categories).Where(IsOrdered).Select(some => (Func<int, bool>)(row => Has(some, (int)codes[row]))),
        ];
        double best = cuts.Select(cut => new[] { all.Where(cut).ToArray(), all.Where(row => !cut(row)).ToArray() })
            .Where(parts => parts.All(part => part.Length >= LeastLeaf)).Select(parts => parts.Sum(Impurity)).Append(Impurity(all)).Min();
        Assert.AreEqual(best, leaves.Sum(Impurity), 1e-9);

        static bool Has(int some, int category) => (some >> category & 1) == 1;

        // The best of all sets of categories has those with the least means, as long as it need not have a number of rows; as rpart does,
        // only such sets are tried.
        bool IsOrdered(int some) => codes.Distinct().Where(category => Has(some, (int)category)).All(left =>
            codes.Distinct().Where(category => !Has(some, (int)category)).All(right => Mean(left) <= Mean(right)));

        double Mean(double category) => all.Where(row => codes[row] == category).Average(row => target[row]);

        double Impurity(int[] part)
        {
            double mean = part.Average(row => target[row]);
            double squares = part.Sum(row => Math.Pow(target[row] - mean, 2));
            return classes > 0 ? 2 * squares : squares; // Gini's index of two classes is twice the variance
        }
    }

    [TestMethod]
    public void LeavesHaveNoFewerRowsThanAllowedAndHoldTheirOwnRows()
    {
        Table table = MadeTable.Of(500, seed: 1);
        var inputs = new CartInputs(table, [MadeTable.Class, MadeTable.Age, MadeTable.Job, MadeTable.Debt]);
        CollectionAssert.AreEqual(new[] { 3, 0, 4, 0, 2 }, inputs.Categories, "A number that may be missing has a column that says so.");
        int[] all = [.. Enumerable.Range(0, table.Rows)];
        var tree = new CartTree(inputs.Cells, inputs.Categories, table.Cells.Columns[MadeTable.Income], 0, all, LeastLeaf);
        double[] row = new double[table.Fields.Length], of = new double[inputs.Categories.Length];
        foreach (int k in all)
        {
            table.Cells.CopyRow(k, row);
            inputs.Of(row, of);
            CollectionAssert.Contains(tree.Leaf(of), k);
            Assert.IsGreaterThanOrEqualTo(LeastLeaf, tree.Leaf(of).Length);
        }
    }

    [TestMethod]
    public void ThreeClassesAreToldApartByTheirCategories()
    {
        int[] all = [.. Enumerable.Range(0, 90)];
        double[] codes = [.. all.Select(row => row % 6.0)], target = [.. codes.Select(code => code % 3)];
        var tree = new CartTree([codes], [6], target, 3, all, LeastLeaf);
        for (int code = 0; code < 6; code++)
        {
            Assert.IsTrue(tree.Leaf([code]).All(row => target[row] == code % 3));
        }
    }

    [TestMethod]
    public void ATargetThatNeverDiffersIsNotCut()
    {
        int[] all = [.. Enumerable.Range(0, 60)];
        double[] numbers = [.. all.Select(row => (double)row)];
        Assert.HasCount(60, new CartTree([numbers], [0], [.. all.Select(_ => 0.1)], 0, all, LeastLeaf).Leaf([3]));
        Assert.HasCount(60, new CartTree([], [], numbers, 0, all, LeastLeaf).Leaf([]));
    }
}
