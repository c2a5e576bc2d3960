using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// For each of a fixed number of groups of images: sums[m, k] = sum over windows p of points[p, m] window[p, k], the gradient by weights;
/// and the sums of points and of pixels, of which one is the gradient by a bias.
/// Rows and columns are padded to whole tiles; what is in the padding is of no use.
/// </summary>
/// <remarks>What a group is depends only on the number of images, so the sums do not depend on the number of threads.</remarks>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="imageCount">Number of images.</param>
/// <param name="images">[images, pixels, channels]</param>
/// <param name="points">[images, windows, width]</param>
/// <param name="sums">Receives [groups, <see cref="Rows"/>, <see cref="Columns"/>].</param>
/// <param name="biasIsOfPoints">Whether points or pixels are summed.</param>
/// <param name="biasSums">Receives [groups, width or channels, rounded up to whole tiles].</param>
internal readonly unsafe struct WindowMoments(
    WindowGrid grid, int width, int imageCount, float* images, float* points, float* sums, bool biasIsOfPoints, float* biasSums)
    : ILaneKernel
{
    /// <summary>Parts of all work: as many threads can share it.</summary>
    private const int Parts = 16;

    /// <summary>Panels of columns that one part does, so that padding images and packing points pays.</summary>
    private const int PanelsPerPart = 9;

    /// <summary>Length of one product's sums: a panel of so many windows stays in a first-level cache.</summary>
    private const int MaxDepth = 256;

    public static int Rows(int width) => PackedRows.RoundUp(width);

    /// <summary>Values of a group's sums for a bias of so many values.</summary>
    public static int BiasLength(int bias) => PackedRows.RoundUp(bias);

    public static int Columns(in WindowGrid grid) => PackedPanels.Count(grid.WindowSize) * PackedPanels.Width;

    public static int Groups(in WindowGrid grid, int imageCount) => Math.Min(imageCount, Math.Max(2, Parts / PartsOfColumns(grid)));

    /// <summary>Items are groups times this.</summary>
    public static int PartsOfColumns(in WindowGrid grid) => (PackedPanels.Count(grid.WindowSize) + PanelsPerPart - 1) / PanelsPerPart;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int partsOfColumns = PartsOfColumns(grid);
        for (int item = begin; item < end; item++)
        {
            (int group, int part) = Math.DivRem(item, partsOfColumns);
            int panels = PackedPanels.Count(grid.WindowSize);
            int firstPanel = panels * part / partsOfColumns, endPanel = panels * (part + 1) / partsOfColumns;
            SumProducts<TLanes>(
                FirstImage(group),
                FirstImage(group + 1),
                firstPanel,
                endPanel,
                sums + ((nint)group * Rows(width) * Columns(grid)),
                biasSums + ((nint)group * BiasLength(biasIsOfPoints ? width : grid.Channels)));
        }
    }

    private int FirstImage(int group) => (int)((long)imageCount * group / Groups(grid, imageCount));

    private void SumProducts<TLanes>(int firstImage, int endImage, int firstPanel, int endPanel, float* result, float* biasResult)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int imagesAtOnce = Math.Max(1, MaxDepth / grid.Count), paddedLength = PaddedImages.Length(grid, imagesAtOnce);
        int rows = Rows(width), columns = Columns(grid);
        int scratchLength = Math.Max(rows, BiasLength(grid.Channels));
        float* padded = Scratch.Reserve(
            paddedLength + scratchLength + (MaxDepth * rows) + (MaxDepth * PackedPanels.Width) + TLanes.Count);
        float* scratch = padded + paddedLength, packed = scratch + scratchLength, panel = packed + (MaxDepth * rows);
        new Span<float>(scratch, scratchLength).Clear();
        bool sumsPixels = !biasIsOfPoints && firstPanel == 0; // parts of other columns sum nothing for a bias
        float* sumsOfPoints = biasIsOfPoints && firstPanel == 0 ? biasResult : scratch;
        if (firstPanel == 0)
        {
            new Span<float>(biasResult, BiasLength(biasIsOfPoints ? width : grid.Channels)).Clear();
        }

        new Span<float>(panel, MaxDepth * PackedPanels.Width).Clear(); // what no window reaches
        bool isFirst = true;
        for (int image = firstImage; image < endImage; image += imagesAtOnce)
        {
            int count = Math.Min(imagesAtOnce, endImage - image), all = count * grid.Count;
            PaddedImages.Copy(grid, images + ((nint)image * grid.ImageSize), count, padded);
            if (sumsPixels)
            {
                AddPixels<TLanes>(images + ((nint)image * grid.ImageSize), count * grid.Height * grid.Width, scratch, biasResult);
            }

            for (int first = 0; first < all; first += MaxDepth)
            {
                int depth = Math.Min(MaxDepth, all - first);
                PackedRows.Pack(points + ((((nint)image * grid.Count) + first) * width), depth, width, packed, sumsOfPoints);
                for (int p = firstPanel; p < endPanel; p++)
                {
                    int column = p * PackedPanels.Width, length = Math.Min(PackedPanels.Width, grid.WindowSize - column);
                    WindowCopy.Gather<TLanes>(grid, padded, first, depth, column, length, panel, PackedPanels.Width);
                    PackedRows.Multiply(rows, depth, packed, panel, isFirst, result + column, columns);
                }

                isFirst = false;
            }
        }
    }

    /// <summary>Adds the pixels, which were read just now.</summary>
    private void AddPixels<TLanes>(float* pixels, int count, float* scratch, float* result)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int atOnce = ChannelSums.RowsPerPart(grid.Channels);
        for (int first = 0; first < count; first += atOnce)
        {
            int rows = Math.Min(atOnce, count - first);
            new ChannelSums(rows, grid.Channels, pixels + ((nint)first * grid.Channels), scratch).Run<TLanes>(0, 1);
            for (int c = 0; c < grid.Channels; c++)
            {
                result[c] += scratch[c];
            }
        }
    }
}
