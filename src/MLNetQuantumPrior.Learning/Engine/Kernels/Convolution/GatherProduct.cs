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
/// <param name="bias">[width], or null for zeros.</param>
/// <param name="points">Receives [images, windows, width].</param>
internal readonly unsafe struct GatherProduct(WindowGrid grid, int width, float* images, float* weights, float* bias, float* points)
    : ILaneKernel
{
    /// <summary>Items are images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int band = WindowBand.Windows(grid.WindowSize), paddedLength = PaddedImages.Length(grid, end - begin);
        float* padded = Scratch.Reserve(paddedLength + (band * grid.WindowSize) + TLanes.Count);
        float* windows = padded + paddedLength;
        PaddedImages.Copy(grid, images + ((nint)begin * grid.ImageSize), end - begin, padded);
        for (int first = 0, all = (end - begin) * grid.Count; first < all; first += band)
        {
            int count = Math.Min(band, all - first);
            WindowCopy.Gather<TLanes>(grid, padded, first, count, 0, grid.WindowSize, windows, grid.WindowSize);
            Sgemm.Run(
                new()
                {
                    Rows = count,
                    Columns = width,
                    Depth = grid.WindowSize,
                    A = windows,
                    ARow = grid.WindowSize,
                    ADepth = 1,
                    B = weights,
                    IsPackedB = true,
                    Start = bias,
                    StartRow = 0,
                    C = points + (((nint)begin * grid.Count) + first) * width,
                    Scale = 1,
                },
                threads: 1);
        }
    }
}
