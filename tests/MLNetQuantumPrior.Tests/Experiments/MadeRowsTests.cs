using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

[TestClass]
public sealed class MadeRowsTests
{
    [TestMethod]
    public void ColumnsThatAgreeAreFoundToAgreeAndOthersNot()
    {
        float[][] pairs = MadeRows.Pairs(450).Rows, mixed = MadeRows.Mixed(2000, seed: 1).Rows;
        Assert.AreEqual(0, pairs.Count(MadeRows.DiffersInPairs));
        Assert.IsLessThan(3, mixed.Count(MadeRows.DiffersInMixed), "four deviations from the mean");
        Assert.AreEqual(150, pairs.Count(row => row[0] == 1));
        Assert.IsTrue(MadeRows.DiffersInPairs([1, 0, 0, 0, 1, 0]));
        Assert.IsTrue(MadeRows.DiffersInMixed([1, 0, 0, 9]));
        Assert.IsFalse(MadeRows.DiffersInMixed([0, 0, 1, 40]));
    }

    [TestMethod]
    public void AgesHaveAGapAndAHalf()
    {
        float[][] rows = MadeRows.Ages(2000, seed: 1).Rows;
        Assert.AreEqual(0, rows.Count(row => row[0] is > 36 and < 54));
        Assert.AreEqual(1000, rows.Count(row => row[0] < 45));
        Assert.IsTrue(rows.All(row => row[1] == row[0] / 2));
    }

    [TestMethod]
    public void ClustersAreFourOfOneSize()
    {
        float[][] rows = MadeRows.Clusters(4000, seed: 1).Rows;
        var sizes = rows.CountBy(row => (row[0] > 5, row[1] > 5)).ToArray();
        Assert.HasCount(4, sizes);
        Assert.IsTrue(sizes.All(size => size.Value == 1000));
    }
}
