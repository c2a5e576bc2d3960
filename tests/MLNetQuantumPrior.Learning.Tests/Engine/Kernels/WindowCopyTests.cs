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
    public void EveryWidthGathersAndScattersByTheDefinition(int index)
    {
        WindowGrid grid = Grids[index];
        Check<Lane>(grid);
        Check<Lanes128>(grid);
        Check<Lanes256>(grid);
        Check<Lanes512>(grid);
    }

    private static void Check<TLanes>(WindowGrid grid)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int first = 5, count = Images * grid.Count - 7, rowStep = grid.WindowSize + 3;
        float[] images = PlainGemm.Random(Images * grid.ImageSize, seed: 1), matrix = PlainGemm.Random(count * rowStep, seed: 2);
        float[] gathered = [.. matrix], scattered = [.. images], sums = [.. images];
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < grid.WindowSize; i++)
            {
                if (PixelOf(grid, first + k, i) is { } pixel)
                {
                    gathered[k * rowStep + i] = images[pixel];
                    scattered[pixel] += matrix[k * rowStep + i];
                }
                else
                {
                    gathered[k * rowStep + i] = 0;
                }
            }
        }

        fixed (float* pixels = images, windows = matrix, target = sums)
        {
            WindowCopy.ScatterAdd<TLanes>(grid, target, first, count, windows, rowStep);
            WindowCopy.Gather<TLanes>(grid, pixels, first, count, windows, rowStep);
        }

        Bits.AssertSame(gathered, matrix);
        Bits.AssertSame(scattered, sums);
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
