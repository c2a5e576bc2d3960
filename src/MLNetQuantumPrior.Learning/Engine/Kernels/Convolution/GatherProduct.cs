using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// points[p, m] = bias[m] + sum over k of window[p, k] weights[k, m], for each window p of the images: a convolution forward, a transposed
/// one backward.
/// </summary>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="images">[images, pixels, channels]</param>
/// <param name="map">What is done to them first.</param>
/// <param name="weights">[window size, width], in packed panels.</param>
/// <param name="bias">[width], in whole panels.</param>
/// <param name="points">Receives [images, windows, width].</param>
/// <param name="streams">Whether points are stored past the caches.</param>
internal readonly unsafe struct GatherProduct(
    WindowGrid grid, int width, float* images, PixelMap map, float* weights, float* bias, float* points, bool streams) : ILaneKernel
{
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

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TLanes, TStores>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStores : unmanaged, IStores
    {
        int paddedLength = PaddedImages.Length(grid, end - begin);
        float* padded = Scratch.Reserve(paddedLength + grid.WindowSize);
        int* depths = (int*)(padded + paddedLength);
        int* sources = stackalloc int[OffsetProduct.MaxRows], targets = stackalloc int[OffsetProduct.MaxRows];
        for (int i = 0; i < OffsetProduct.MaxRows; i++)
        {
            targets[i] = i * width;
        }

        WindowOffsets.Fill(grid, depths);
        PaddedImages.Copy<TLanes>(grid, images + ((nint)begin * grid.ImageSize), map, end - begin, padded);
        WindowCursor window = new(grid, 0);
        for (int first = 0, all = (end - begin) * grid.Count; first < all; first += OffsetProduct.MaxRows)
        {
            int count = Math.Min(OffsetProduct.MaxRows, all - first);
            for (int i = 0; i < count; i++, window.Next())
            {
                sources[i] = (int)window.Start;
            }

            new OffsetProduct
            {
                Source = padded,
                SourceRows = sources,
                SourceDepths = depths,
                Depth = grid.WindowSize,
                Panels = weights,
                Start = bias,
                Target = points + (((nint)begin * grid.Count) + first) * width,
                TargetRows = targets,
                Columns = width,
            }.Multiply<TLanes, TStores>(count);
        }

        TStores.Complete();
    }
}
