using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// points[p, m] = bias[m] + sum over k of window[p, k] weights[k, m], for each window p of the images: a convolution forward, a transposed
/// one backward.
/// </summary>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="images">[images, pixels, channels]</param>
/// <param name="weights">[window size, width], in packed panels.</param>
/// <param name="bias">[width], in whole panels.</param>
/// <param name="points">Receives [images, windows, width].</param>
/// <param name="streams">Whether points are stored past the caches.</param>
internal readonly unsafe struct GatherProduct(
    WindowGrid grid, int width, float* images, float* weights, float* bias, float* points, bool streams) : ILaneKernel
{
    /// <summary>Shorter lines of a window are copied together first: loops over them would hardly begin before they end.</summary>
    private const int ShortestRun = 16;

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
        bool copies = grid.Kernel * grid.Channels < ShortestRun;
        int paddedLength = PaddedImages.Length(grid, end - begin);
        float* padded = Scratch.Reserve(paddedLength + (copies ? (RunProduct.MaxRows * grid.WindowSize) + TLanes.Count : 0));
        float* windows = padded + paddedLength;
        nint* sources = stackalloc nint[RunProduct.MaxRows], targets = stackalloc nint[RunProduct.MaxRows];
        WindowRun* runs = stackalloc WindowRun[grid.Kernel];
        int runCount = WindowRun.Fill(grid, 0, grid.WindowSize, runs);
        if (copies)
        {
            (runs[0], runCount) = (new(0, 0, grid.WindowSize), 1);
        }

        for (int i = 0; i < RunProduct.MaxRows; i++)
        {
            sources[i] = (nint)i * grid.WindowSize;
            targets[i] = (nint)i * width;
        }

        PaddedImages.Copy(grid, images + ((nint)begin * grid.ImageSize), end - begin, padded);
        WindowCursor window = new(grid, 0);
        for (int first = 0, all = (end - begin) * grid.Count; first < all; first += RunProduct.MaxRows)
        {
            int count = Math.Min(RunProduct.MaxRows, all - first);
            if (copies)
            {
                WindowCopy.Gather<TLanes>(grid, padded, first, count, 0, grid.WindowSize, windows, grid.WindowSize);
            }

            for (int i = 0; i < count && !copies; i++, window.Next())
            {
                sources[i] = window.Start;
            }

            new RunProduct
            {
                Source = copies ? windows : padded,
                SourceRows = sources,
                Runs = runs,
                RunCount = runCount,
                Weights = weights,
                Depth = grid.WindowSize,
                Bias = bias,
                Target = points + (((nint)begin * grid.Count) + first) * width,
                TargetRows = targets,
                Columns = width,
            }.Multiply<TLanes, TStores>(count);
        }

        TStores.Complete();
    }
}
