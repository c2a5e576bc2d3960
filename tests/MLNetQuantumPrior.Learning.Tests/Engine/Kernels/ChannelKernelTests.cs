using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The kernels of batch normalisation: bitwise the same at every width, and sums of what they say.</summary>
[TestClass]
public sealed unsafe class ChannelKernelTests
{
    private const int Rows = 256 + 9;

    /// <summary>Four, two and one register of the widest, and some channels beside.</summary>
    private const int Channels = 64 + 32 + 16 + 5;


    private static readonly float[] X = PlainGemm.Random(Rows * Channels, seed: 1);
    private static readonly float[] Gradient = PlainGemm.Random(Rows * Channels, seed: 2);
    private static readonly float[] Mean = PlainGemm.Random(Channels, seed: 3);

    [TestMethod]
    public void MomentsOfEachChunkAreSumAndSquaredDistances()
    {
        float[] sums = Sums<Lane>();
        foreach ((int chunk, int first, int count) in ((int, int, int)[])[(0, 0, 256), (1, 256, 9)])
        {
            for (int c = 0; c < Channels; c++)
            {
                double[] values = [.. Enumerable.Range(first, count).Select(row => (double)X[row * Channels + c])];
                double mean = values.Average();
                Assert.AreEqual(values.Sum(), sums[(2 * chunk * Channels) + c], 1e-4);
                Assert.AreEqual(values.Sum(value => (value - mean) * (value - mean)), sums[((2 * chunk + 1) * Channels) + c], 1e-4);
            }
        }

        Bits.AssertSame(sums, Sums<Lanes128>());
        Bits.AssertSame(sums, Sums<Lanes256>());
        Bits.AssertSame(sums, Sums<Lanes512>());

        static float[] Sums<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var sums = new float[2 * 2 * Channels];
            fixed (float* x = X, s = sums)
            {
                new ChannelChunks<ChannelMoments>(new(Channels, x, s), Rows, Channels).Run<TLanes>(0, 2);
            }

            return sums;
        }
    }

    [TestMethod]
    [DataRow(6)]
    [DataRow(Channels)]
    public void SumsOfChannelsAreTheSameAtEveryWidth(int channels)
    {
        int rows = X.Length / channels, parts = ChannelSums.Parts(rows, channels);
        float[] reference = Sums<Lane>();
        for (int c = 0; c < channels; c++)
        {
            double expected = Enumerable.Range(0, rows).Sum(row => (double)X[(row * channels) + c]);
            Assert.AreEqual(expected, Enumerable.Range(0, parts).Sum(part => (double)reference[(part * channels) + c]), 1e-3);
        }

        Bits.AssertSame(reference, Sums<Lanes128>());
        Bits.AssertSame(reference, Sums<Lanes256>());
        Bits.AssertSame(reference, Sums<Lanes512>());

        float[] Sums<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var sums = new float[parts * channels];
            fixed (float* x = X, s = sums)
            {
                new ChannelSums(rows, channels, x, s).Run<TLanes>(0, parts);
            }

            return sums;
        }
    }

    [TestMethod]
    public void GradientKernelsAreTheSameAtEveryWidth()
    {
        Check<Identity>();
        Check<Relu>();
        Check<LeakyRelu>();

        static void Check<TFunction>()
            where TFunction : unmanaged, IRectifier
        {
            float[] reference = Run<TFunction, Lane>();
            Bits.AssertSame(reference, Run<TFunction, Lanes128>());
            Bits.AssertSame(reference, Run<TFunction, Lanes256>());
            Bits.AssertSame(reference, Run<TFunction, Lanes512>());
        }

        static float[] Run<TFunction, TLanes>()
            where TFunction : unmanaged, IRectifier
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float[] sums = new float[2 * 2 * Channels], y = new float[X.Length], dx = new float[X.Length];
            fixed (float* x = X, dy = Gradient, mean = Mean, s = sums, output = y, inputGradient = dx)
            {
                Do<ChannelGradientSums<TFunction>>(new(Channels, x, dy, mean, dy + Channels, x + Channels, s));
                Do<ChannelNormalization<TFunction, CachedStores>>(new(Channels, x, mean, s, s + Channels, output));
                Do<ChannelNormalizationGradient<TFunction, CachedStores>>(
                    new(Channels, x, dy, mean, dy + Channels, x + Channels, s, s + Channels, inputGradient));
            }

            return [.. sums, .. y, .. dx];

            static void Do<TKernel>(TKernel kernel)
                where TKernel : unmanaged, IChannelKernel => new ChannelChunks<TKernel>(kernel, Rows, Channels).Run<TLanes>(0, 2);
        }
    }
}
