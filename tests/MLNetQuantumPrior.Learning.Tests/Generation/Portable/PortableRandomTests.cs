namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class PortableRandomTests
{
    private const int Numbers = 1 << 14;

    [TestMethod]
    public void BytesAreUniform()
    {
        int[] counts = new int[256];
        ulong key = PortableRandom.Key(0, 0, 0);
        for (int k = 0; k < 1 << 18; k++)
        {
            uint word = PortableRandom.Word((ulong)k, key);
            for (int shift = 0; shift < 32; shift += 8)
            {
                counts[(word >> shift) & 255]++;
            }
        }

        double expected = (1 << 20) / 256.0;
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.AreEqual(255, chiSquare, 4 * Math.Sqrt(2 * 255)); // its mean and deviation
    }

    [TestMethod]
    [DataRow(0L, 0L, 0, 0L, 1L, 0)]
    [DataRow(0L, 0L, 0, 1L, 0L, 0)]
    [DataRow(0L, 0L, 0, 0L, 0L, 1)]
    [DataRow(5L, 7L, 3, 6L, 7L, 3)]
    [DataRow(5L, 7L, 3, 5L, 8L, 3)]
    [DataRow(5L, 7L, 3, 5L, 7L, 4)]
    [DataRow(5L, 7L, 3, 7L, 5L, 3)]
    [DataRow(-1L, 7L, 3, 0L, 7L, 3)]
    [DataRow(5L, 7L, 0, 5L, 7L + (1L << 32), 0)]
    [DataRow(5L, 7L, 0, 5L, long.MinValue + 7L, 0)]
    [DataRow(long.MaxValue, long.MaxValue, 0, long.MinValue, long.MaxValue, 0)]
    public void NeighbouringRowsHaveUncorrelatedNumbers(long seed, long id, int set, long otherSeed, long otherId, int otherSet)
    {
        ulong one = PortableRandom.Key(seed, id, set), other = PortableRandom.Key(otherSeed, otherId, otherSet);
        Assert.AreEqual(32, System.Numerics.BitOperations.PopCount(one ^ other), 20, "bits of the keys that differ");
        int differing = 0;
        double products = 0;
        for (int k = 0; k < Numbers; k++)
        {
            uint a = PortableRandom.Word((ulong)k, one), b = PortableRandom.Word((ulong)k, other);
            differing += System.Numerics.BitOperations.PopCount(a ^ b);
            products += ((a / (double)uint.MaxValue) - 0.5) * ((b / (double)uint.MaxValue) - 0.5);
        }

        Assert.AreEqual(16.0 * Numbers, differing, 4 * Math.Sqrt(8.0 * Numbers));
        Assert.AreEqual(0, products, 4 * Math.Sqrt(Numbers) / 12);
    }

    [TestMethod]
    public void KeysOfManyRowsDiffer()
    {
        var keys = new HashSet<ulong>();
        for (int seed = -50; seed < 50; seed++)
        {
            for (int id = -500; id < 500; id++)
            {
                keys.Add(PortableRandom.Key(seed, id, id & 1));
            }
        }

        Assert.HasCount(100_000, keys);
    }

    [TestMethod]
    public void CountersOfRoundsSweepsAndPlacesDoNotMeet()
    {
        const ulong Last = PortableRandom.Places - 1;
        Assert.AreEqual(PortableRandom.Counter(0, 1), PortableRandom.Counter(0, 0) + Last + 1);
        Assert.AreEqual(PortableRandom.Counter(1, 0), PortableRandom.Counter(0, (int)Last) + Last + 1);
        Assert.IsLessThan(PortableRandom.Places, PortableGenerator.MaxSweeps + 1);
    }
}
