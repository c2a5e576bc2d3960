using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// window[p, k] += sum over m of points[p, m] weights[m, k], for each window p of the images, to which the bias is added: a transposed
/// convolution forward, a convolution backward.
/// </summary>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
/// <param name="points">[images, windows, width]</param>
/// <param name="map">What is done to them first.</param>
/// <param name="weights">[width, window size], in packed panels.</param>
/// <param name="bias">[channels]</param>
/// <param name="images">Receives [images, pixels, channels].</param>
internal readonly unsafe struct ProductScatter(
    WindowGrid grid, int width, float* points, PixelMap map, float* weights, float* bias, float* images) : ILaneKernel
{
    /// <summary>Items are images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int columns = PackedPanels.Count(grid.WindowSize) * PackedPanels.Width, band = WindowBand.Windows(columns);
        int line = grid.Width * grid.Channels, paddedLength = PaddedImages.Length(grid, end - begin);
        float* padded = Scratch.Reserve(paddedLength + (band * columns) + line + (map.IsIdentity ? 0 : band * width));
        float* windows = padded + paddedLength, biasLine = windows + (band * columns), mapped = biasLine + line;
        new Span<float>(padded, paddedLength).Clear();
        for (int first = 0, all = (end - begin) * grid.Count; first < all; first += band)
        {
            int count = Math.Min(band, all - first);
            float* from = points + (((nint)begin * grid.Count) + first) * width;
            if (!map.IsIdentity)
            {
                map.Apply<TLanes>(from, count * width, mapped);
                from = mapped;
            }

            Sgemm.Run(
                new()
                {
                    Rows = count,
                    Columns = columns,
                    Depth = width,
                    A = from,
                    ARow = width,
                    ADepth = 1,
                    B = weights,
                    IsPackedB = true,
                    C = windows,
                    Scale = 1,
                },
                threads: 1);
            WindowCopy.ScatterAdd<TLanes>(grid, padded, first, count, windows, columns);
        }

        for (int i = 0; i < line; i++)
        {
            biasLine[i] = bias[i % grid.Channels];
        }

        PaddedImages.Crop<TLanes>(grid, padded, end - begin, biasLine, images + ((nint)begin * grid.ImageSize));
    }
}
