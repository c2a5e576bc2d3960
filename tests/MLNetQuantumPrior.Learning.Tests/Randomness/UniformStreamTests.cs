namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class UniformStreamTests
{
    private const int Draws = 1 << 20;

    [TestMethod]
    public void NumbersAreUniformInTheOpenInterval()
    {
        float[] values = new float[Draws];

        new UniformStream(1, 1).Fill(values);

        Assert.IsTrue(values.Min() > 0 && values.Max() < 1);
        Assert.AreEqual(0.5, values.Average(), 4 * Math.Sqrt(1.0 / 12 / Draws));
        int[] counts = new int[64];
        foreach (float value in values)
        {
            counts[(int)(64 * value)]++;
        }

        double expected = Draws / 64.0, chiSquared = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.AreEqual(63, chiSquared, 4 * Math.Sqrt(2 * 63));
    }

    [TestMethod]
    public void NeighbouringNumbersSeedsAndStreamsAreUncorrelated()
    {
        float[] first = new float[Draws], otherSeed = new float[Draws], otherStream = new float[Draws];
        new UniformStream(1, 1).Fill(first);
        new UniformStream(2, 1).Fill(otherSeed);
        new UniformStream(1, 2).Fill(otherStream);

        foreach ((float[] a, float[] b) in new[]
        {
            (first, otherSeed), (first, otherStream), (first[..^1], first[1..]), (first[..^16], first[16..]),
        })
        {
            double correlation = a.Zip(b, (x, y) => 12 * (x - 0.5) * (y - 0.5)).Average();
            Assert.AreEqual(0, correlation, 4 / Math.Sqrt(a.Length));
        }
    }

    [TestMethod]
    public void BitsAreOneAsOftenAsAsked()
    {
        foreach (float p in new[] { 0f, 0.001f, 0.3f, 0.999f, 1f })
        {
            float[] probabilities = new float[Draws + 5], bits = new float[Draws + 5];
            Array.Fill(probabilities, p);

            new UniformStream(3, 1).Binarize(probabilities, bits);

            Assert.IsTrue(bits.All(bit => bit is 0 or 1));
            Assert.AreEqual(p, bits.Average(bit => (double)bit), 4 * Math.Sqrt(p * (1 - p) / Draws));
        }
    }

    [TestMethod]
    public void NormalNumbersHaveTheRightMoments()
    {
        float[] values = new float[Draws];

        new UniformStream(1, 1).FillNormal(values, 2);

        Assert.AreEqual(0, values.Average(v => (double)v), 4 * 2 / Math.Sqrt(Draws));
        Assert.AreEqual(4, values.Average(v => (double)v * v), 4 * 4 * Math.Sqrt(2.0 / Draws));
        Assert.AreEqual(48, values.Average(v => Math.Pow(v, 4)), 4 * 16 * Math.Sqrt(96.0 / Draws));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(32)]
    [DataRow(77)]
    public void NormalNumbersAreBoxAndMullersOfTheSameStream(int count)
    {
        const int Half = 16;
        float[] values = new float[count], uniforms = new float[(count + (2 * Half) - 1) / (2 * Half) * 2 * Half];

        new UniformStream(4, 2).FillNormal(values, 3);

        new UniformStream(4, 2).Fill(uniforms);
        for (int i = 0; i < count; i++)
        {
            int k = i - (i / Half % 2 * Half); // its pair's first
            double radius = 3 * Math.Sqrt(-2 * Math.Log(uniforms[k])), angle = Math.Tau * uniforms[k + Half];
            Assert.AreEqual(radius * (k == i ? Math.Cos(angle) : Math.Sin(angle)), values[i], 5e-7 * radius);
        }
    }

    [TestMethod]
    public void PermutationsAreUniform()
    {
        int[] counts = new int[64];
        for (ulong stream = 0; stream < 12_000; stream++)
        {
            int[] order = new UniformStream(1, stream).Permutation(4);
            CollectionAssert.AreEquivalent(new[] { 0, 1, 2, 3 }, order);
            counts[order[0] + (4 * order[1]) + (16 * order[2])]++;
        }

        int[] seen = [.. counts.Where(count => count > 0)];
        Assert.HasCount(24, seen);
        double chiSquared = seen.Sum(count => (count - 500.0) * (count - 500.0) / 500);
        Assert.AreEqual(23, chiSquared, 4 * Math.Sqrt(2 * 23));
    }
}
