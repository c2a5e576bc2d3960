using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Products of windows and of phases are bitwise the same at every width, stored to the caches or past them.</summary>
[TestClass]
public sealed unsafe class WindowProductKernelTests
{
    private const int Images = 3, Channels = 32, Width = 48;

    private static readonly WindowGrid Grid = new()
    {
        Channels = Channels, Height = 9, Width = 10, Kernel = 3, Stride = 2, Padding = 1, Rows = 5, Columns = 5,
    };

    private static readonly float[] Weights = PlainGemm.Random(Width * Grid.WindowSize, seed: 1);
    private static readonly float[] Bias = [.. PlainGemm.Random(Width, seed: 2), .. new float[PackedPanels.Width]];

    [TestMethod]
    public void PointsAreTheSameAtEveryWidth() => AssertSame(new Gather());

    [TestMethod]
    public void ImagesAreTheSameAtEveryWidth()
    {
        Assert.IsTrue(PhaseProduct.Suits(Grid));
        AssertSame(new Phases());
    }

    private static void AssertSame(IProduct product)
    {
        float[] reference = product.Run<Lane>(streams: false);
        foreach (bool streams in (bool[])[false, true])
        {
            Bits.AssertSame(reference, product.Run<Lanes128>(streams));
            Bits.AssertSame(reference, product.Run<Lanes256>(streams));
            Bits.AssertSame(reference, product.Run<Lanes512>(streams));
        }
    }

    private interface IProduct
    {
        float[] Run<TLanes>(bool streams)
            where TLanes : unmanaged, ILanes<TLanes>;
    }

    private sealed class Gather : IProduct
    {
        public float[] Run<TLanes>(bool streams)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var result = new AlignedBuffer(Images * Grid.Count * Width);
            float[] panels = new float[PackedPanels.Length(Grid.WindowSize, Width)];
            float[] images = PlainGemm.Random(Images * Grid.ImageSize, seed: 3);
            fixed (float* x = images, given = Weights, w = panels, b = Bias, y = result.Span)
            {
                WindowWeights.PackByWindow(Grid, Width, given, w);
                new GatherProduct(Grid, Width, x, default, w, b, y, streams).Run<TLanes>(0, Images);
            }

            return result.Span.ToArray();
        }
    }

    private sealed class Phases : IProduct
    {
        public float[] Run<TLanes>(bool streams)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var result = new AlignedBuffer(Images * Grid.ImageSize);
            float[] panels = new float[PackedPanels.Length(Grid.Kernel * Grid.Kernel * Width, Channels)];
            float[] points = PlainGemm.Random(Images * Grid.Count * Width, seed: 4);
            fixed (float* x = points, given = Weights, w = panels, b = Bias, y = result.Span)
            {
                WindowWeights.PackByPhase(Grid, Width, given, w);
                new PhaseProduct(Grid, Width, x, default, w, b, y, streams).Run<TLanes>(0, Images);
            }

            return result.Span.ToArray();
        }
    }
}
