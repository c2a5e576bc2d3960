namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ReplicaExchangeTests
{
    [TestMethod]
    [DataRow(-3.0, 2.0)]
    [DataRow(2.0, -3.0)]
    [DataRow(1.0, 0.5)]
    [DataRow(1.0, 1.0)]
    public void SwapsWithTheMetropolisProbability(double warmer, double colder)
    {
        const int tries = 20_000;
        double expected = Math.Min(1, Math.Exp((0.7 - 0.4) * (colder - warmer)));
        int swapped = 0;
        for (int k = 0; k < tries; k++)
        {
            var ladder = new ReplicaExchange(2, Xoshiro128.OfChain(1, (ulong)k));
            ladder.Swap([0.4, 0.7], [warmer, colder], firstPair: 0);
            swapped += ladder.ReplicaAt[0];
            Assert.AreEqual(expected, ladder.Pairs[0].Accepted, 1e-12);
        }

        Assert.AreEqual(expected, (double)swapped / tries, 4 * Math.Sqrt(expected * (1 - expected) / tries));
    }

    [TestMethod]
    public void TriesEveryOtherPairInTurn()
    {
        var ladder = new ReplicaExchange(5, Xoshiro128.OfChain(1, 0));
        double[] equal = new double[5];

        ladder.Swap([0, 1, 2, 3, 4], equal, firstPair: 0);
        CollectionAssert.AreEqual(new[] { 1, 0, 3, 2, 4 }, ladder.ReplicaAt.ToArray());
        ladder.Swap([0, 1, 2, 3, 4], equal, firstPair: 1);
        CollectionAssert.AreEqual(new[] { 1, 3, 0, 4, 2 }, ladder.ReplicaAt.ToArray());
        CollectionAssert.AreEqual(new long[] { 1, 1, 1, 1 }, ladder.Pairs.ToArray().Select(pair => pair.Attempts).ToArray());
    }

    // Where every swap succeeds, a replica is back after twice as many steps as there are temperatures. In 80 steps, each of 4 replicas
    // makes 10 such rounds, the first of them before it is seen at the hot end.
    [TestMethod]
    public void CountsRoundTrips()
    {
        var ladder = new ReplicaExchange(4, Xoshiro128.OfChain(1, 0));
        for (int step = 0; step < 80; step++)
        {
            ladder.Swap([0, 1, 2, 3], [0, 0, 0, 0], firstPair: step % 2);
        }

        Assert.AreEqual(36, ladder.RoundTrips);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3 }, ladder.ReplicaAt.ToArray());
        ladder.Reset();
        Assert.AreEqual(0, ladder.RoundTrips);
        Assert.AreEqual(0, ladder.Pairs[0].Attempts);
    }

    // The bridge between a warmer and a colder distribution of one spin in a field, from all states weighted as they occur.
    [TestMethod]
    public void BridgesGiveTheRatioOfPartitionFunctions()
    {
        const double step = 0.5;
        (int plus, int minus) = (2, 5);
        PairStatistics pair = new();

        // At beta 0 both states occur equally; at beta 1/2 with h = log(5/2) / (2 step) minus occurs 5 / 2 times as often.
        double field = Math.Log((double)minus / plus) / (2 * step);
        for (int k = 0; k < 2 * (plus + minus); k++)
        {
            double warmer = k % 2 == 0 ? field : -field;
            double colder = k % (plus + minus) < plus ? field : -field;
            pair.Add(step, warmer, colder);
        }

        double ratio = Math.Cosh(step * field);
        Assert.AreEqual(Math.Log(ratio), pair.LogBridgeFromWarmer - pair.LogBridgeFromColder, 1e-12);
    }
}
