using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// window[p, k] += sum over m of points[p, m] weights[m, k], for each window p of the images, which begin with the bias: a transposed
/// convolution forward, a convolution backward.
/// </summary>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="points">[images, windows, width]</param>
/// <param name="weights">[width, <see cref="WindowBand.ColumnsOfProduct"/>]: window size, padded.</param>
/// <param name="bias">[channels], or null for zeros.</param>
/// <param name="images">Receives [images, pixels, channels].</param>
internal readonly unsafe struct ProductScatter(WindowGrid grid, int width, float* points, float* weights, float* bias, float* images)
    : ILaneKernel
{
    /// <summary>Items are images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        FillWithBias(begin, end);
        int columns = WindowBand.ColumnsOfProduct(grid), band = WindowBand.Windows(columns);
        float* windows = Scratch.Reserve(band * columns);
        for (int first = begin * grid.Count; first < end * grid.Count; first += band)
        {
            int count = Math.Min(band, end * grid.Count - first);
            Sgemm.Run(
                new()
                {
                    Rows = count,
                    Columns = columns,
                    Depth = width,
                    A = points + (nint)first * width,
                    ARow = width,
                    ADepth = 1,
                    B = weights,
                    BDepth = columns,
                    BColumn = 1,
                    C = windows,
                    Scale = 1,
                },
                threads: 1);
            WindowCopy.ScatterAdd<TLanes>(grid, images, first, count, windows, columns);
        }
    }

    private void FillWithBias(int begin, int end)
    {
        Span<float> target = new(images + (nint)begin * grid.ImageSize, (end - begin) * grid.ImageSize);
        if (bias == null)
        {
            target.Clear();
        }
        else if (grid.Channels == 1)
        {
            target.Fill(*bias);
        }
        else
        {
            ReadOnlySpan<float> pixel = new(bias, grid.Channels);
            for (; !target.IsEmpty; target = target[pixel.Length..])
            {
                pixel.CopyTo(target);
            }
        }
    }
}
