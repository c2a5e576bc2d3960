namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class RandomStreamTests
{
    [TestMethod]
    public void SplitMix64GivesThePublishedSequence()
    {
        var random = new SplitMix64(1234567);

        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        CollectionAssert.AreEqual(expected, expected.Select(_ => random.Next()).ToArray());
    }

    [TestMethod]
    public void Xoshiro128GivesThePublishedSequence()
    {
        var random = new Xoshiro128(1, 2, 3, 4);

        uint[] expected =
            [641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420];
        CollectionAssert.AreEqual(expected, expected.Select(_ => random.Next()).ToArray());
    }

    [TestMethod]
    public void ChainsOfNearSeedsHaveDifferentStreams()
    {
        var starts = new HashSet<(uint, uint, uint, uint)>();
        for (ulong seed = 0; seed < 64; seed++)
        {
            foreach (ulong chain in Enumerable.Range(-32, 64).SelectMany(c => new[] { (ulong)c, (ulong)c + (1UL << 63) }))
            {
                Assert.IsTrue(starts.Add(Xoshiro128.OfChain(seed, chain).Words), $"seed {seed}, chain {chain}");
            }
        }
    }

    // 4096 streams: the bits of their first numbers are fair (4 sigma = 4 * sqrt(4096) / 2 = 128) and neighbours agree in half of their
    // bits.
    [TestMethod]
    public void FirstNumbersOfNeighbouringChainsAreFairAndUnrelated()
    {
        const int chains = 4096;
        uint[] first = [.. Enumerable.Range(0, chains).Select(c => Xoshiro128.OfChain(7, (ulong)c).Next())];
        for (int bit = 0; bit < 32; bit++)
        {
            Assert.AreEqual(chains / 2, first.Count(x => (x >> bit & 1) == 1), 128.0, $"bit {bit}");
            int agreeing = Enumerable.Range(0, chains).Count(c => ((first[c] ^ first[(c + 1) % chains]) >> bit & 1) == 0);
            Assert.AreEqual(chains / 2, agreeing, 128.0, $"bit {bit} of neighbours");
        }
    }

    [TestMethod]
    public void DoublesAreUniform()
    {
        Xoshiro128 random = Xoshiro128.OfChain(3, 0);
        double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];

        Assert.IsTrue(draws.All(u => u is >= 0 and < 1));
        Assert.AreEqual(0.5, draws.Average(), 4 / Math.Sqrt(12 * draws.Length));
        Assert.AreEqual(1 / 3.0, draws.Average(u => u * u), 4 * Math.Sqrt(4 / 45.0 / draws.Length)); // var u^2 = 1/5 - 1/9
    }
}
