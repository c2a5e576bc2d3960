namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class AurocTests
{
    [TestMethod]
    public void ItIsTheShareOfPairsInTheRightOrder()
    {
        var random = new Random(1);
        double[] inliers = [.. Enumerable.Range(0, 80).Select(_ => (double)random.Next(20))];
        double[] outliers = [.. Enumerable.Range(0, 50).Select(_ => (double)random.Next(5, 30))];
        double pairs = inliers.Sum(ordinary => outliers.Sum(strange => strange > ordinary ? 1 : strange == ordinary ? 0.5 : 0));

        Assert.AreEqual(pairs / (80 * 50), Auroc.Of(inliers, outliers), 1e-12);
        Assert.AreEqual(1, Auroc.Of(inliers, outliers) + Auroc.Of(outliers, inliers), 1e-12);
    }

    [TestMethod]
    public void LimitsAreOneHalfAndZero()
    {
        Assert.AreEqual(1, Auroc.Of([1, 2], [3, double.PositiveInfinity]));
        Assert.AreEqual(0, Auroc.Of([3], [1, 2]));
        Assert.AreEqual(0.5, Auroc.Of([7, 7, 7], [7, 7]));
    }

    [TestMethod]
    public void EmptySetsAndNaNAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Auroc.Of([], [1]));
        Assert.ThrowsExactly<ArgumentException>(() => Auroc.Of([1], []));
        Assert.ThrowsExactly<ArgumentException>(() => Auroc.Of([1, double.NaN], [1]));
    }
}
