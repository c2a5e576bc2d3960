using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// For each of a fixed number of groups of images: sums[k, m] = sum over windows p of window[p, k] points[p, m], and behind them the sums
/// of the points or of the pixels: the gradients by weights and biases. k goes on to <see cref="WindowBand.RowsOfProduct"/>, with zeros
/// behind the window's size.
/// </summary>
/// <remarks>What a group is depends only on the number of images, so the sums do not depend on the number of threads.</remarks>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="imageCount">Number of images.</param>
/// <param name="images">[images, pixels, channels]</param>
/// <param name="points">[images, windows, width]</param>
/// <param name="sumPoints">Whether the points are summed; else the pixels.</param>
/// <param name="sums">Receives [groups, rows of product * width + (width or channels)].</param>
internal readonly unsafe struct WindowMoments(
    WindowGrid grid, int width, int imageCount, float* images, float* points, bool sumPoints, float* sums) : ILaneKernel
{
    /// <summary>As many threads can share the work; the sums of more would take longer to add up.</summary>
    private const int MaxGroups = 16;

    public static int Groups(int imageCount) => Math.Min(imageCount, MaxGroups);

    /// <summary>Items are groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int products = WindowBand.RowsOfProduct(grid) * width, added = sumPoints ? width : grid.Channels;
        for (int group = begin; group < end; group++)
        {
            int first = FirstImage(group), count = FirstImage(group + 1) - first;
            float* groupSums = sums + (nint)group * (products + added);
            SumProducts<TLanes>(first * grid.Count, (first + count) * grid.Count, groupSums);

            float* values = sumPoints ? points + (nint)first * grid.Count * width : images + (nint)first * grid.ImageSize;
            int rows = count * (sumPoints ? grid.Count : grid.Height * grid.Width);
            new Elements<ColumnSums>(new(rows, added, values, groupSums + products)).Run<TLanes>(0, added);
        }
    }

    private int FirstImage(int group) => (int)((long)imageCount * group / Groups(imageCount));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SumProducts<TLanes>(int begin, int end, float* products)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int rows = WindowBand.RowsOfProduct(grid), band = WindowBand.Windows(rows);
        float* windows = Scratch.Reserve(band * rows);
        new Span<float>(windows, band * rows).Clear(); // the padding
        for (int first = begin; first < end; first += band)
        {
            int count = Math.Min(band, end - first);
            WindowCopy.Gather<TLanes>(grid, images, first, count, windows, rows);
            Sgemm.Run(
                new()
                {
                    Rows = rows,
                    Columns = width,
                    Depth = count,
                    A = windows,
                    ARow = 1,
                    ADepth = rows,
                    B = points + (nint)first * width,
                    BDepth = width,
                    BColumn = 1,
                    Start = first == begin ? null : products,
                    StartRow = width,
                    C = products,
                    Scale = 1,
                },
                threads: 1);
        }
    }
}
