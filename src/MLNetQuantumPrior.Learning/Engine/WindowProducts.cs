using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The three products that both convolutions consist of. An image and a grid of windows on it lie on one side, points of some width, one a
/// window, on the other: a convolution goes from images to points, a transposed one from points to images.
/// </summary>
/// <param name="grid">The windows.</param>
/// <param name="width">Values of a point.</param>
internal sealed unsafe class WindowProducts(WindowGrid grid, int width)
{
    /// <summary>About two microseconds for the sums of 16 groups.</summary>
    private const int SumsPerPart = 2048;

    private readonly int _imagesPerPart = WindowBand.Images(grid);

    /// <summary>From images to points: point p is the bias plus what the weights make of window p.</summary>
    /// <param name="weights">[width, channels, kernel, kernel]</param>
    /// <param name="bias">[width], or empty.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="images">[count, pixels, channels]</param>
    /// <param name="map">What is done to them first.</param>
    /// <param name="points">Receives [count, windows, width].</param>
    /// <param name="threads">Threads to use at most.</param>
    public void Gather(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        int count,
        ReadOnlySpan<float> images,
        in PixelMap map,
        Span<float> points,
        int threads)
    {
        using PooledFloats byWindow = new(PackedPanels.Length(grid.WindowSize, width));
        using PooledFloats start = Padded(bias, width);
        fixed (float* x = images, given = weights, w = byWindow.Span, b = start.Span, y = points)
        {
            bool streams = StreamingStores.Suit(y, points.Length, width);
            WindowWeights.PackByWindow(grid, width, given, w);
            LaneJob<GatherProduct>.Run(new(grid, width, x, map, w, b, y, streams), count, _imagesPerPart, threads);
        }
    }

    /// <summary>
    /// The adjoint of <see cref="Gather"/>, from points to images: each pixel is the bias plus what the points give to it.
    /// </summary>
    /// <param name="weights">[width, channels, kernel, kernel]</param>
    /// <param name="bias">[channels], or empty.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="points">[count, windows, width]</param>
    /// <param name="map">What is done to them first.</param>
    /// <param name="images">Receives [count, pixels, channels].</param>
    /// <param name="threads">Threads to use at most.</param>
    public void Scatter(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        int count,
        ReadOnlySpan<float> points,
        in PixelMap map,
        Span<float> images,
        int threads)
    {
        bool byPhase = PhaseProduct.Suits(grid);
        using PooledFloats packed = new(
            byPhase ? PackedPanels.Length(grid.Kernel * grid.Kernel * width, grid.Channels) : PackedPanels.Length(width, grid.WindowSize));
        using PooledFloats start = Padded(bias, grid.Channels);
        fixed (float* x = points, given = weights, w = packed.Span, b = start.Span, y = images)
        {
            if (byPhase)
            {
                bool streams = StreamingStores.Suit(y, images.Length, grid.Channels);
                WindowWeights.PackByPhase(grid, width, given, w);
                LaneJob<PhaseProduct>.Run(new(grid, width, x, map, w, b, y, streams), count, _imagesPerPart, threads);
            }
            else
            {
                WindowWeights.PackByPoint(grid, width, given, w);
                LaneJob<ProductScatter>.Run(new(grid, width, x, map, w, b, y), count, _imagesPerPart, threads);
            }
        }
    }

    /// <summary>A bias, or zeros where there is none, up to a whole panel.</summary>
    private static PooledFloats Padded(ReadOnlySpan<float> bias, int channels)
    {
        PooledFloats padded = new(PackedPanels.Count(channels) * PackedPanels.Width);
        bias.CopyTo(padded.Span);
        padded.Span[bias.Length..].Clear();
        return padded;
    }

    /// <summary>Gradients by the weights, and by a bias on one of the two sides.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="images">Images, or their gradient. [count, pixels, channels]</param>
    /// <param name="points">Points, or their gradient. [count, windows, width]</param>
    /// <param name="map">What was done to the input.</param>
    /// <param name="pointsAreOutput">Which side is the output, whose sums are the gradient by the bias; the other one is the input.</param>
    /// <param name="weightGradient">Receives [width, channels, kernel, kernel].</param>
    /// <param name="biasGradient">Receives [width] or [channels].</param>
    /// <param name="threads">Threads to use at most.</param>
    public void Differentiate(
        int count,
        ReadOnlySpan<float> images,
        ReadOnlySpan<float> points,
        in PixelMap map,
        bool pointsAreOutput,
        Span<float> weightGradient,
        Span<float> biasGradient,
        int threads)
    {
        int groups = WindowMoments.Groups(grid, count), columns = PackedPanels.RoundUp(width);
        int products = WindowMoments.Rows(grid) * columns;
        int biasLength = PackedPanels.RoundUp(biasGradient.Length);
        using PooledFloats groupSums = new(groups * products);
        using PooledFloats groupBiases = new(groups * biasLength);
        using PooledFloats sums = new(products); // [(kernel, kernel, channels), width], padded
        using PooledFloats bias = new(biasLength);
        fixed (float* x = images, y = points, part = groupSums.Span, whole = sums.Span, gradient = weightGradient)
        fixed (float* partOfBias = groupBiases.Span, wholeBias = bias.Span)
        {
            WindowMoments moments = new(grid, width, count, x, y, map, part, pointsAreOutput, partOfBias);
            LaneJob<WindowMoments>.Run(moments, groups * WindowMoments.PartsOfRows(grid), itemsPerPart: 1, threads);
            Elements.Run(new ColumnSums(groups, products, part, whole), products, SumsPerPart, threads);
            Elements.Run(new ColumnSums(groups, biasLength, partOfBias, wholeBias), biasLength, SumsPerPart, threads);
            WindowWeights.Unpack(grid, width, whole, columns, gradient);
        }

        bias.Span[..biasGradient.Length].CopyTo(biasGradient);
    }
}
