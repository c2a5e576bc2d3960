namespace MLNetQuantumPrior.Evaluation.Tests;

/// <summary>The distance of normal distributions against its closed forms.</summary>
[TestClass]
public sealed class FrechetDistanceTests
{
    [TestMethod]
    public void InOneDimensionItIsThatOfMeansPlusThatOfDeviations()
    {
        // means 2 and 7; deviations 1 and 3
        FeatureMoments narrow = FeatureMoments.Of([1, 2, 3], 1), wide = FeatureMoments.Of([4, 7, 10], 1);

        Assert.AreEqual(25 + 4, FrechetDistance.Between(narrow, wide), 1e-12);
    }

    [TestMethod]
    public void InTwoDimensionsItIsTheClosedForm()
    {
        var random = new Random(2);
        (double X, double Y)[] first = Pairs(200, () => random.NextDouble() + 1);
        (double X, double Y)[] second = Pairs(300, () => Math.Pow(random.NextDouble(), 3));
        (double A, double B, double C) p = Covariance(first), q = Covariance(second);

        // tr (P^1/2 Q P^1/2)^1/2 = sqrt(tr(P Q) + 2 sqrt(det P det Q)) for 2 x 2
        double trace = (p.A * q.A) + (2 * p.B * q.B) + (p.C * q.C);
        double determinants = ((p.A * p.C) - (p.B * p.B)) * ((q.A * q.C) - (q.B * q.B));
        double expected = Math.Pow(first.Average(r => r.X) - second.Average(r => r.X), 2)
            + Math.Pow(first.Average(r => r.Y) - second.Average(r => r.Y), 2)
            + p.A + p.C + q.A + q.C - (2 * Math.Sqrt(trace + (2 * Math.Sqrt(determinants))));

        double distance = FrechetDistance.Between(Moments(first), Moments(second));

        Assert.AreEqual(expected, distance, 1e-5 * expected, "up to single precision of the rows");
        Assert.AreEqual(distance, FrechetDistance.Between(Moments(second), Moments(first)), 1e-9, "it is symmetric");
        Assert.AreEqual(0, FrechetDistance.Between(Moments(first), Moments(first)), 1e-9);

        (double, double)[] Pairs(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ =>
        {
            double x = draw();
            return ((double)(float)x, (double)(float)((0.5 * x) + draw()));
        })];
    }

    [TestMethod]
    public void RowsThreeTimesAsLargeAreTwiceTheirNormAway()
    {
        // S2 = 9 S1 and m2 = 3 m1, so that the distance is 4 |m1|^2 + tr S1 + 9 tr S1 - 2 * 3 tr S1; 40 features of rank 9
        const int Size = 40, Rank = 9, Count = 60;
        var random = new Random(3);
        double[] mixing = [.. Enumerable.Range(0, Size * Rank).Select(_ => random.NextDouble() - 0.5)];
        float[] rows = [.. Enumerable.Range(0, Count).SelectMany(_ =>
        {
            double[] factors = [.. Enumerable.Range(0, Rank).Select(_ => random.NextDouble())];
            return Enumerable.Range(0, Size).Select(i => (float)Enumerable.Range(0, Rank).Sum(k => mixing[(i * Rank) + k] * factors[k]));
        })];
        FeatureMoments first = FeatureMoments.Of(rows, Size), second = FeatureMoments.Of([.. rows.Select(value => 3 * value)], Size);

        double expected = (4 * first.Mean.Sum(mean => mean * mean)) + (4 * first.TotalVariance);

        Assert.AreEqual(expected, FrechetDistance.Between(first, second), 1e-6 * expected);
    }

    [TestMethod]
    public void FeaturesThatNeverVaryAreNoObstacle()
    {
        FeatureMoments first = FeatureMoments.Of([0, 5, 2, 5, 4, 5], 2), second = FeatureMoments.Of([0, 6, 2, 6, 4, 6], 2);

        Assert.AreEqual(1, FrechetDistance.Between(first, second), 1e-12);
    }

    [TestMethod]
    public void MomentsAreThoseOfTheRows()
    {
        FeatureMoments moments = FeatureMoments.Of([1, 0, 2, 2, 3, 7], 2);

        CollectionAssert.AreEqual(new[] { 2.0, 3.0 }, moments.Mean);
        CollectionAssert.AreEqual(new[] { 1.0, 3.5, 3.5, 13.0 }, moments.Covariance);
        Assert.AreEqual(14, moments.TotalVariance, 1e-12);
        Assert.AreEqual(3, moments.Rows);
    }

    [TestMethod]
    public void TooFewRowsAndOtherFeaturesAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => FeatureMoments.Of([1, 2], 2));
        Assert.ThrowsExactly<ArgumentException>(() => FeatureMoments.Of([1, 2, 3], 2));
        Assert.ThrowsExactly<ArgumentException>(() => FeatureMoments.Of([1, float.NaN, 3], 1));
        Assert.ThrowsExactly<ArgumentException>(() => FeatureMoments.Of([1, float.PositiveInfinity, 3], 1));
        FeatureMoments one = FeatureMoments.Of([1, 2], 1), two = FeatureMoments.Of([1, 2, 3, 4], 2);
        Assert.ThrowsExactly<ArgumentException>(() => FrechetDistance.Between(one, two));
    }

    private static FeatureMoments Moments((double X, double Y)[] rows) =>
        FeatureMoments.Of([.. rows.SelectMany(row => new[] { (float)row.X, (float)row.Y })], 2);

    private static (double A, double B, double C) Covariance((double X, double Y)[] rows)
    {
        double x = rows.Average(row => row.X), y = rows.Average(row => row.Y);
        double Of(Func<(double X, double Y), double> product) => rows.Sum(product) / (rows.Length - 1);
        return (Of(r => (r.X - x) * (r.X - x)), Of(r => (r.X - x) * (r.Y - y)), Of(r => (r.Y - y) * (r.Y - y)));
    }
}
