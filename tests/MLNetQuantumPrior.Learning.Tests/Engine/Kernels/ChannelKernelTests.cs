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

    /// <summary>Stored to the caches and past them, where rows are whole cache lines; with a chunk that is not full.</summary>
    [TestMethod]
    [DataRow(16)]
    [DataRow(48)]
    [DataRow(112)]
    public void NormalizationAndItsGradientAreTheirDefinitions(int channels)
    {
        Check<Identity>(1);
        Check<Relu>(0);
        Check<LeakyRelu>(0.01);

        void Check<TFunction>(double slope)
            where TFunction : unmanaged, IRectifier
        {
            int rows = 2 * ChannelChunk.Rows + 9;
            float[] x = PlainGemm.Random(rows * channels, seed: 4), dy = PlainGemm.Random(rows * channels, seed: 5);
            float[] mean = PlainGemm.Random(channels, seed: 6), factor = PlainGemm.Random(channels, seed: 7);
            float[] shift = PlainGemm.Random(channels, seed: 8), slopes = PlainGemm.Random(channels, seed: 9);
            AlignedBuffer y = new(x.Length), dx = new(x.Length);
            Run<CachedStores>();
            AssertDefinition();
            y.Span.Clear();
            dx.Span.Clear();
            Run<StreamingStores>();
            AssertDefinition();

            void Run<TStores>()
                where TStores : unmanaged, IStores
            {
                fixed (float* input = x, gradient = dy, m = mean, f = factor, s = shift, r = slopes, output = y.Span, result = dx.Span)
                {
                    ChannelChunk.Run(
                        new ChannelNormalization<TFunction, TStores>(channels, input, m, f, s, output), rows, channels, threads: 2);
                    ChannelChunk.Run(
                        new ChannelNormalizationGradient<TFunction, TStores>(channels, input, gradient, m, f, s, s, r, result),
                        rows,
                        channels,
                        threads: 2);
                }
            }

            void AssertDefinition()
            {
                for (int i = 0; i < x.Length; i++)
                {
                    int c = i % channels;
                    double distance = x[i] - (double)mean[c], value = (distance * factor[c]) + shift[c];
                    Assert.AreEqual(value > 0 ? value : slope * value, y.Span[i], 1e-5);
                    if (Math.Abs(value) > 1e-5) // where rounding cannot change the sign
                    {
                        double inner = (value > 0 ? dy[i] : slope * dy[i]) - shift[c] - (slopes[c] * distance);
                        Assert.AreEqual(factor[c] * inner, dx.Span[i], 1e-5);
                    }
                }
            }
        }
    }

    [TestMethod]
    public void AMapOfPixelsIsTheNormalization()
    {
        Check<Identity>();
        Check<Relu>();
        Check<LeakyRelu>();

        static void Check<TFunction>()
            where TFunction : unmanaged, IRectifier
        {
            float[] factor = PlainGemm.Random(Channels, seed: 7), shift = PlainGemm.Random(Channels, seed: 8);
            float[] expected = new float[X.Length];
            fixed (float* x = X, mean = Mean, f = factor, s = shift, y = expected)
            {
                var kernel = new ChannelNormalization<TFunction, CachedStores>(Channels, x, mean, f, s, y);
                ChannelChunk.Run(kernel, Rows, Channels, threads: 1);
            }

            AssertMap<Lane>();
            AssertMap<Lanes128>();
            AssertMap<Lanes256>();
            AssertMap<Lanes512>();

            void AssertMap<TLanes>()
                where TLanes : unmanaged, ILanes<TLanes>
            {
                float[] actual = new float[X.Length];
                fixed (float* x = X, mean = Mean, f = factor, s = shift, y = actual)
                {
                    new PixelMap(Channels, mean, f, s, TFunction.Slope).Apply<TLanes>(x, X.Length, y);
                }

                CollectionAssert.AreEqual(expected, actual); // -0 is 0
            }
        }
    }
}
