using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// For each of a fixed number of groups of images: sums[k, m] = sum over windows p of window[p, k] points[p, m], the gradient by weights;
/// and the sums of points and of pixels, of which one is the gradient by a bias.
/// Rows and columns are padded to whole tiles; what is in the padding is of no use.
/// </summary>
/// <remarks>What a group is depends only on the number of images, so the sums do not depend on the number of threads.</remarks>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="imageCount">Number of images.</param>
/// <param name="images">[images, pixels, channels]</param>
/// <param name="points">[images, windows, width]</param>
/// <param name="map">What was done to the input: to the images where points are the output, else to the points.</param>
/// <param name="sums">Receives [groups, <see cref="Rows"/>, columns in whole panels].</param>
/// <param name="pointsAreOutput">Whether points or pixels are summed.</param>
/// <param name="biasSums">Receives [groups, width or channels in whole panels].</param>
internal readonly unsafe struct WindowMoments(
    WindowGrid grid,
    int width,
    int imageCount,
    float* images,
    float* points,
    PixelMap map,
    float* sums,
    bool pointsAreOutput,
    float* biasSums) : ILaneKernel
{
    /// <summary>Parts of all work: as many threads can share it.</summary>
    private const int Parts = 16;

    /// <summary>Rows that one part does at most, so that padding images and packing points pays.</summary>
    private const int MaxRowsPerPart = 288;

    /// <summary>A multiple of every tile's height.</summary>
    private const int TileRows = 8;

    /// <summary>
    /// Length of one product's sums: a panel of so many points is 16 KiB, which leaves room in a first-level cache for the windows' lines.
    /// </summary>
    private const int MaxDepth = 128;

    /// <summary>Values of a window, in whole tiles.</summary>
    public static int Rows(in WindowGrid grid) => (grid.WindowSize + TileRows - 1) / TileRows * TileRows;

    public static int Groups(in WindowGrid grid, int imageCount) => Math.Min(imageCount, Math.Max(2, Parts / PartsOfRows(grid)));

    /// <summary>Items are groups times this.</summary>
    public static int PartsOfRows(in WindowGrid grid) => (Rows(grid) + MaxRowsPerPart - 1) / MaxRowsPerPart;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int parts = PartsOfRows(grid), tiles = Rows(grid) / TileRows;
        int biasLength = PackedPanels.RoundUp(pointsAreOutput ? width : grid.Channels);
        for (int item = begin; item < end; item++)
        {
            (int group, int part) = Math.DivRem(item, parts);
            SumProducts<TLanes>(
                FirstImage(group),
                FirstImage(group + 1),
                tiles * part / parts * TileRows,
                tiles * (part + 1) / parts * TileRows,
                sums + ((nint)group * Rows(grid) * PackedPanels.RoundUp(width)),
                biasSums + ((nint)group * biasLength));
        }
    }

    private int FirstImage(int group) => (int)((long)imageCount * group / Groups(grid, imageCount));

    private void SumProducts<TLanes>(int firstImage, int endImage, int firstRow, int endRow, float* result, float* biasResult)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int imagesAtOnce = Math.Max(1, MaxDepth / grid.Count), paddedLength = PaddedImages.Length(grid, imagesAtOnce);
        int rows = Rows(grid), columns = PackedPanels.RoundUp(width), biasLength = PackedPanels.RoundUp(Math.Max(width, grid.Channels));
        bool mapsPoints = !pointsAreOutput && !map.IsIdentity;
        float* padded = Scratch.Reserve(
            paddedLength + (MaxDepth * columns) + columns + biasLength + (2 * rows) + MaxDepth + (mapsPoints ? MaxDepth * width : 0));
        float* panels = padded + paddedLength, zeros = panels + (MaxDepth * columns), scratch = zeros + columns;
        int* values = (int*)(scratch + biasLength), resultRows = values + rows, windows = resultRows + rows;
        float* mapped = (float*)(windows + MaxDepth);
        new Span<float>(zeros, columns + biasLength).Clear();
        WindowOffsets.Fill(grid, values);
        new Span<int>(values + grid.WindowSize, rows - grid.WindowSize).Clear(); // any value
        for (int row = 0; row < rows; row++)
        {
            resultRows[row] = row * columns;
        }

        bool isFirst = true, sumsBias = firstRow == 0; // parts of other rows sum nothing for a bias
        if (sumsBias)
        {
            new Span<float>(biasResult, PackedPanels.RoundUp(pointsAreOutput ? width : grid.Channels)).Clear();
        }

        for (int image = firstImage; image < endImage; image += imagesAtOnce)
        {
            int count = Math.Min(imagesAtOnce, endImage - image), all = count * grid.Count;
            PaddedImages.Copy<TLanes>(grid, images + ((nint)image * grid.ImageSize), pointsAreOutput ? map : default, count, padded);
            if (sumsBias && !pointsAreOutput)
            {
                AddPixels<TLanes>(images + ((nint)image * grid.ImageSize), count * grid.Height * grid.Width, scratch, biasResult);
            }

            WindowCursor window = new(grid, 0);
            for (int first = 0; first < all; first += MaxDepth)
            {
                int depth = Math.Min(MaxDepth, all - first);
                for (int k = 0; k < depth; k++, window.Next())
                {
                    windows[k] = (int)window.Start;
                }

                float* given = points + ((((nint)image * grid.Count) + first) * width);
                if (mapsPoints)
                {
                    map.Apply<TLanes>(given, depth * width, mapped);
                    given = mapped;
                }

                PackedPanels.PackAndSum<TLanes>(given, depth, width, panels, sumsBias && pointsAreOutput ? biasResult : scratch);
                new OffsetProduct
                {
                    Source = padded,
                    SourceRows = values + firstRow,
                    SourceDepths = windows,
                    Depth = depth,
                    Panels = panels,
                    Start = isFirst ? zeros : result + ((nint)firstRow * columns),
                    StartRow = isFirst ? 0 : columns,
                    Target = result,
                    TargetRows = resultRows + firstRow,
                    Columns = columns,
                }.Multiply<TLanes, CachedStores>(endRow - firstRow);
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
