using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed unsafe class WindowCopyTests
{
    private const int Images = 3;

    /// <summary>Channels around the widths of registers; a window larger than the image, too.</summary>
    private static readonly WindowGrid[] Grids =
    [
        new() { Channels = 1, Height = 7, Width = 6, Kernel = 3, Stride = 2, Padding = 1, Rows = 4, Columns = 3 },
        new() { Channels = 19, Height = 5, Width = 4, Kernel = 2, Stride = 1, Padding = 0, Rows = 4, Columns = 3 },
        new() { Channels = 5, Height = 2, Width = 3, Kernel = 6, Stride = 3, Padding = 5, Rows = 3, Columns = 3 },
    ];

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void EveryWidthReadsAndScattersByTheDefinition(int index)
    {
        WindowGrid grid = Grids[index];
        Check<Lane>(grid);
        Check<Lanes128>(grid);
        Check<Lanes256>(grid);
        Check<Lanes512>(grid);
    }

    /// <summary>Some windows of padded images, and back to images with a bias.</summary>
    private static void Check<TLanes>(WindowGrid grid)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int first = 5, count = Images * grid.Count - 7, rowStep = grid.WindowSize + 3;
        float[] images = PlainGemm.Random(Images * grid.ImageSize, seed: 1), matrix = PlainGemm.Random(count * rowStep, seed: 2);
        float[] biasLine = PlainGemm.Random(grid.Width * grid.Channels, seed: 3), sums = [.. images], scattered = new float[images.Length];
        float[] padded = PlainGemm.Random(PaddedImages.Length(grid, Images), seed: 4);
        int[] offsets = new int[grid.WindowSize];
        fixed (float* x = images, p = padded)
        fixed (int* o = offsets)
        {
            PaddedImages.Copy<TLanes>(grid, x, default, Images, p);
            WindowOffsets.Fill(grid, o);
        }

        WindowCursor window = new(grid, first);
        for (int k = 0; k < count; k++, window.Next())
        {
            for (int i = 0; i < grid.WindowSize; i++)
            {
                int? pixel = PixelOf(grid, first + k, i);
                Assert.AreEqual(pixel is null ? 0 : images[pixel.Value], padded[window.Start + offsets[i]]);
                if (pixel is not null)
                {
                    scattered[pixel.Value] += matrix[(k * rowStep) + i];
                }
            }
        }

        padded.AsSpan().Clear();
        fixed (float* p = padded, whole = matrix, bias = biasLine, target = sums)
        {
            WindowCopy.ScatterAdd<TLanes>(grid, p, first, count, whole, rowStep);
            PaddedImages.Crop<TLanes>(grid, p, Images, bias, target);
        }

        Bits.AssertSame([.. scattered.Select((value, k) => value + biasLine[k % biasLine.Length])], sums);
    }

    /// <summary>Where value i of a window comes from, or null for the zeros around the image.</summary>
    private static int? PixelOf(WindowGrid grid, int window, int i)
    {
        (int image, int within) = Math.DivRem(window, grid.Rows * grid.Columns);
        (int line, int channel) = Math.DivRem(i, grid.Channels);
        int row = within / grid.Columns * grid.Stride + line / grid.Kernel - grid.Padding;
        int column = within % grid.Columns * grid.Stride + line % grid.Kernel - grid.Padding;
        return row < 0 || row >= grid.Height || column < 0 || column >= grid.Width
            ? null
            : ((image * grid.Height + row) * grid.Width + column) * grid.Channels + channel;
    }
}
