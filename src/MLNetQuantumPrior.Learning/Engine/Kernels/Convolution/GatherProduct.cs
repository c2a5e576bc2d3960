using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// points[p, m] = bias[m] + sum over k of window[p, k] weights[k, m], for each window p of the images: a convolution forward, a transposed
/// one backward.
/// </summary>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="images">[images, pixels, channels]</param>
/// <param name="weights">[window size, width]</param>
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
        int band = WindowBand.Windows(grid.WindowSize);
        float* windows = Scratch.Reserve(band * grid.WindowSize);
        for (int first = begin * grid.Count; first < end * grid.Count; first += band)
        {
            int count = Math.Min(band, end * grid.Count - first);
            WindowCopy.Gather<TLanes>(grid, images, first, count, windows, grid.WindowSize);
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
                    BDepth = width,
                    BColumn = 1,
                    Start = bias,
                    StartRow = 0,
                    C = points + (nint)first * width,
                    Scale = 1,
                },
                threads: 1);
        }
    }
}
