using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// The same as <see cref="ProductScatter"/>, pixel by pixel: each is the bias plus a sum over the points of all windows that reach it. It
/// adds nothing in memory, but wants many channels.
/// </summary>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="points">[images, windows, width]</param>
/// <param name="map">What is done to them first.</param>
/// <param name="weights">For each phase [(taps, taps, width), channels], in packed panels.</param>
/// <param name="bias">[channels], in whole panels.</param>
/// <param name="images">Receives [images, pixels, channels].</param>
/// <param name="streams">Whether images are stored past the caches.</param>
internal readonly unsafe struct PhaseProduct(
    WindowGrid grid, int width, float* points, PixelMap map, float* weights, float* bias, float* images, bool streams) : ILaneKernel
{
    /// <summary>Whether the panels of all phases are about as full as those of whole windows.</summary>
    public static bool Suits(in WindowGrid grid)
    {
        int panels = grid.Kernel * grid.Kernel * PackedPanels.Count(grid.Channels);
        return panels <= PackedPanels.Count(grid.WindowSize) * 9 / 8;
    }

    /// <summary>Items are images.</summary>
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (streams)
        {
            Run<TLanes, StreamingStores>(begin, end);
        }
        else
        {
            Run<TLanes, CachedStores>(begin, end);
        }
    }

    private void Run<TLanes, TStores>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStores : unmanaged, IStores
    {
        WindowGrid around = PixelPhase.Points(grid, width);
        int paddedLength = PaddedImages.Length(around, end - begin);
        float* padded = Scratch.Reserve(paddedLength + (grid.Kernel * grid.Kernel * width)), phase = weights;
        int* depths = (int*)(padded + paddedLength);
        PaddedImages.Copy<TLanes>(around, points + ((nint)begin * grid.Count * width), map, end - begin, padded);
        for (int u = 0; u < grid.Stride; u++)
        {
            for (int v = 0; v < grid.Stride; v++)
            {
                PixelPhase rows = PixelPhase.Of(grid, grid.Height, u), columns = PixelPhase.Of(grid, grid.Width, v);
                Multiply<TLanes, TStores>(rows, columns, around, padded, depths, phase, begin, end);
                phase += PackedPanels.Length(rows.TapCount * columns.TapCount * width, grid.Channels);
            }
        }

        TStores.Complete();
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<TLanes, TStores>(
        PixelPhase rows, PixelPhase columns, in WindowGrid around, float* padded, int* depths, float* phase, int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStores : unmanaged, IStores
    {
        int line = around.PaddedWidth * width, size = around.PaddedSize;
        int* sources = stackalloc int[OffsetProduct.MaxRows], targets = stackalloc int[OffsetProduct.MaxRows];
        int depth = 0;
        for (int tap = 0; tap < rows.TapCount; tap++)
        {
            for (int i = 0; i < columns.TapCount * width; i++)
            {
                depths[depth++] = (tap * line) + i;
            }
        }

        var product = new OffsetProduct
        {
            Source = padded + (rows.Point * line) + ((nint)columns.Point * width),
            SourceRows = sources,
            SourceDepths = depths,
            Depth = depth,
            Panels = phase,
            Start = bias,
            Target = images + ((((nint)rows.First * grid.Width) + columns.First) * grid.Channels),
            TargetRows = targets,
            Columns = grid.Channels,
        };
        int count = 0;
        for (int image = begin; image < end; image++)
        {
            for (int y = 0; y < rows.Count; y++)
            {
                int source = ((image - begin) * size) + (y * line);
                int target = (image * grid.ImageSize) + (y * grid.Stride * grid.Width * grid.Channels);
                for (int x = 0; x < columns.Count; x++, source += width, target += grid.Stride * grid.Channels)
                {
                    (sources[count], targets[count]) = (source, target);
                    if (++count == OffsetProduct.MaxRows)
                    {
                        product.Multiply<TLanes, TStores>(count);
                        count = 0;
                    }
                }
            }
        }

        product.Multiply<TLanes, TStores>(count);
    }
}
