namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ConformalPValueTests
{
    [TestMethod]
    public void ItCountsTheHeldOutScoresThatAreAsHigh()
    {
        ImmutableArray<double> heldOut = [1, 2, 2, 5];

        Assert.AreEqual(1, ConformalPValue.Of(0.5, heldOut));
        Assert.AreEqual(1, ConformalPValue.Of(1, heldOut));
        Assert.AreEqual(4 / 5.0, ConformalPValue.Of(1.5, heldOut));
        Assert.AreEqual(4 / 5.0, ConformalPValue.Of(2, heldOut));
        Assert.AreEqual(2 / 5.0, ConformalPValue.Of(5, heldOut));
        Assert.AreEqual(1 / 5.0, ConformalPValue.Of(double.PositiveInfinity, heldOut));
        Assert.AreEqual(1, ConformalPValue.Of(3, []), "without held-out rows nothing is strange");
        Assert.ThrowsExactly<ArgumentException>(() => ConformalPValue.Of(double.NaN, heldOut));
    }

    [TestMethod]
    public void PValuesOfOrdinaryRowsAreUniform()
    {
        const int HeldOut = 19, Repetitions = 40_000; // p-values are 1/20, 2/20, ... 1
        var random = new Random(1);
        int[] counts = new int[HeldOut + 1];
        for (int k = 0; k < Repetitions; k++)
        {
            double p = ConformalPValue.Of(Draw(), [.. Enumerable.Range(0, HeldOut).Select(_ => Draw()).Order()]);
            counts[(int)Math.Round(p * (HeldOut + 1)) - 1]++;
        }

        double share = 1.0 / counts.Length, deviation = Math.Sqrt(share * (1 - share) / Repetitions);
        foreach (int count in counts)
        {
            Assert.AreEqual(share, count / (double)Repetitions, 4 * deviation);
        }

        double Draw() => Math.Exp(3 * random.NextDouble());
    }

    [TestMethod]
    public void TiesMakePValuesLargerNeverSmaller()
    {
        const int HeldOut = 9, Repetitions = 40_000;
        var random = new Random(2);
        double[] p = [.. Enumerable.Range(0, Repetitions).Select(_ =>
            ConformalPValue.Of(random.Next(4), [.. Enumerable.Range(0, HeldOut).Select(_ => (double)random.Next(4)).Order()]))];

        foreach (double level in new[] { 0.1, 0.2, 0.5, 0.8 })
        {
            double share = p.Count(value => value <= level + 1e-12) / (double)Repetitions;
            Assert.IsLessThanOrEqualTo(level + (4 * Math.Sqrt(level * (1 - level) / Repetitions)), share);
        }
    }
}
