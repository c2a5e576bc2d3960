namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LabelQuotasTests
{
    // Hamilton's rule by hand: floors first, then one each to the largest remainders.
    [TestMethod]
    [DataRow(new[] { 1.0, 1, 1 }, 10L, new[] { 4L, 3, 3 })]
    [DataRow(new[] { 0.2, 0.3, 0.5 }, 7L, new[] { 1L, 2, 4 })]        // 1.4, 2.1, 3.5
    [DataRow(new[] { 41.0, 33, 26 }, 10L, new[] { 4L, 3, 3 })]        // 4.1, 3.3, 2.6
    [DataRow(new[] { 0.0, 1e300, 1e300 }, 5L, new[] { 0L, 3, 2 })]
    [DataRow(new[] { 5e-324, 0.0 }, 3L, new[] { 3L, 0 })]
    [DataRow(new[] { 1.0, 2 }, 0L, new[] { 0L, 0 })]
    public void CountsAreThoseOfTheLargestRemainders(double[] proportions, long rows, long[] expected) =>
        CollectionAssert.AreEqual(expected, new LabelQuotas([.. proportions], rows).Counts);

    [TestMethod]
    [DataRow(1L)]
    [DataRow(2L)]
    [DataRow(96L)]
    [DataRow(997L)]
    [DataRow(10_000L)]
    public void RowsHaveTheirCountsExactly(long rows)
    {
        var quotas = new LabelQuotas([0.1, 0, 0.65, 0.25], rows);
        long[] counts = new long[4];
        for (long row = 0; row < rows; row++)
        {
            counts[quotas[row]]++;
        }

        CollectionAssert.AreEqual(quotas.Counts, counts);
        Assert.AreEqual(rows, counts.Sum());
        Assert.AreEqual(rows, quotas.Rows);
    }

    // A golden section's multiples are spread so evenly that any stretch has its share but for a few rows.
    [TestMethod]
    public void EveryStretchOfRowsHasAboutItsShare()
    {
        var quotas = new LabelQuotas([3, 1], 100_000);
        for (long start = 0; start < 100_000; start += 1000)
        {
            int first = Enumerable.Range(0, 1000).Count(k => quotas[start + k] == 0);
            Assert.AreEqual(750, first, 10);
        }
    }

    [TestMethod]
    public void ManyRowsDoNotOverflow()
    {
        const long rows = 1L << 52;
        var quotas = new LabelQuotas([1, 1], rows);

        CollectionAssert.AreEqual(new[] { rows / 2, rows / 2 }, quotas.Counts);
        int first = Enumerable.Range(0, 1000).Count(k => quotas[rows - 1 - k] == 0);
        Assert.AreEqual(500, first, 10);
    }

    [TestMethod]
    public void RefusesWhatIsNoProportion()
    {
        Refused("Proportions: expected one per class, at least one, got none.");
        Refused("Proportions: expected one above 0, got only zeros.", 0, 0);
        Refused("Proportion of class 1: expected a finite number of at least 0, got -1.", 1, -1);
        Refused("Proportion of class 0: expected a finite number of at least 0, got NaN.", double.NaN);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LabelQuotas([1], -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LabelQuotas([1], 3)[3]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LabelQuotas([1], 3)[-1]);

        static void Refused(string message, params double[] proportions) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(() => new LabelQuotas([.. proportions], 5)).Message);
    }
}
