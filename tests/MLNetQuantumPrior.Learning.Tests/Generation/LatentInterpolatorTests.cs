using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LatentInterpolatorTests
{
    private const int Ways = 20_000;

    private static readonly IsingModel Prior = SmallMachines.Random(SpinGraph.Complete(7), 0.5f, seed: 50);
    private static readonly sbyte[] From = [1, 1, -1, 1, -1, -1, 1];
    private static readonly sbyte[] To = [1, -1, 1, 1, 1, -1, -1];

    // Spins 0, 3 and 5 agree. Many ways, of which each point is a draw of its own.
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    public void PointsFollowThePriorGivenWhatTheEndsShareAndTheirPull(double pull)
    {
        const int points = 5;
        var interpolator = new LatentInterpolator(Prior, new() { Pull = pull, Sweeps = 30, Seed = 1 });
        var means = new double[points, 7];
        for (int way = 0; way < Ways; way++)
        {
            SampleSet path = interpolator.Path(From, To, points, (ulong)way);
            for (int k = 0; k < points * 7; k++)
            {
                means[k / 7, k % 7] += (double)path.Spins.AsSpan()[k] / Ways;
            }
        }

        for (int point = 1; point < points - 1; point++)
        {
            double part = point / (points - 1.0);
            var weights = new Dictionary<int, double>();
            for (int state = 0; state < 128; state++)
            {
                sbyte[] spins = [.. Enumerable.Range(0, 7).Select(i => (sbyte)((2 * ((state >> i) & 1)) - 1))];
                if (Enumerable.Range(0, 7).All(i => From[i] != To[i] || spins[i] == From[i]))
                {
                    double towards = Enumerable.Range(0, 7).Sum(i => (((1 - part) * From[i]) + (part * To[i])) * spins[i]);
                    weights[state] = Math.Exp(-Prior.Energy(spins) + (pull * towards));
                }
            }

            for (int i = 0; i < 7; i++)
            {
                double exact = weights.Sum(pair => pair.Value * ((2 * ((pair.Key >> i) & 1)) - 1)) / weights.Values.Sum();
                Assert.AreEqual(exact, means[point, i], (4 * Math.Sqrt((1 - (exact * exact)) / Ways)) + 1e-9, $"s_{i} at {part}");
            }
        }
    }

    [TestMethod]
    public void TheEndsAreTheCodesAndEnergiesAreThePriors()
    {
        SampleSet path = new LatentInterpolator(Prior, new()).Path(From, To, points: 4);

        Assert.AreEqual(4, path.Spins.Rows);
        Assert.IsTrue(path.Spins[0].SequenceEqual(From));
        Assert.IsTrue(path.Spins[3].SequenceEqual(To));
        for (int point = 0; point < 4; point++)
        {
            Assert.AreEqual(Prior.Energy(path.Spins[point]), path.Energies[point]);
        }
    }

    [TestMethod]
    public void StrongPullsKeepPointsAtTheirNearerEnd()
    {
        SampleSet path = new LatentInterpolator(Prior, new() { Pull = 1000 }).Path(From, To, points: 6);

        for (int point = 0; point < 6; point++)
        {
            Assert.IsTrue(path.Spins[point].SequenceEqual(point < 3 ? From : To), $"point {point}");
        }
    }

    [TestMethod]
    public void AWayToTheSameCodeStaysThere()
    {
        SampleSet path = new LatentInterpolator(Prior, new() { Pull = 0 }).Path(From, From, points: 3);

        Assert.IsTrue(Enumerable.Range(0, 3).All(point => path.Spins[point].SequenceEqual(From)));
    }

    [TestMethod]
    public void SeedAndIdDecideTheWay()
    {
        string first = Way(seed: 1, id: 1);

        Assert.AreEqual(first, Way(seed: 1, id: 1));
        Assert.AreNotEqual(first, Way(seed: 2, id: 1));
        Assert.AreNotEqual(first, Way(seed: 1, id: 2));

        static string Way(ulong seed, ulong id) => string.Join(
            ',', new LatentInterpolator(Prior, new() { Pull = 0, Seed = seed }).Path(From, To, points: 30, id).Spins.AsSpan().ToArray());
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        var interpolator = new LatentInterpolator(Prior, new());
        Assert.StartsWith(
            "Codes: expected two of 7 spins, got 7 and 1.",
            Assert.ThrowsExactly<ArgumentException>(() => interpolator.Path(From, [1], points: 3)).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => interpolator.Path(From, To, points: 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new InterpolationOptions { Pull = -1 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new InterpolationOptions { Pull = double.NaN });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new InterpolationOptions { Sweeps = 0 });
    }
}
