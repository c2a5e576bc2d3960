using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The kernels of batch normalisation: bitwise the same at every width, and sums of what they say.</summary>
[TestClass]
public sealed unsafe class ChannelKernelTests
{
    private const int Rows = 256 + 9;
    private const int Channels = 37;

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
    public void GradientKernelsAreTheSameAtEveryWidth()
    {
        float[] reference = Run<Lane>();
        Bits.AssertSame(reference, Run<Lanes128>());
        Bits.AssertSame(reference, Run<Lanes256>());
        Bits.AssertSame(reference, Run<Lanes512>());

        static float[] Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float[] sums = new float[2 * 2 * Channels], y = new float[X.Length], dx = new float[X.Length];
            fixed (float* x = X, dy = Gradient, mean = Mean, s = sums, output = y, inputGradient = dx)
            {
                Do<ChannelGradientSums>(new(Channels, x, dy, mean, s));
                Do<ChannelNormalization>(new(Channels, x, mean, s, s + Channels, output));
                Do<ChannelNormalizationGradient>(new(Channels, x, dy, mean, s, s + Channels, s + 2 * Channels, inputGradient));
            }

            return [.. sums, .. y, .. dx];

            static void Do<TKernel>(TKernel kernel)
                where TKernel : unmanaged, IChannelKernel => new ChannelChunks<TKernel>(kernel, Rows, Channels).Run<TLanes>(0, 2);
        }
    }
}
