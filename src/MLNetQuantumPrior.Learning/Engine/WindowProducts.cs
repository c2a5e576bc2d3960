using System.Buffers;
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

    private readonly int _area = grid.Kernel * grid.Kernel;
    private readonly int _imagesPerPart = WindowBand.Images(grid);

    /// <summary>From images to points: point p is the bias plus what the weights make of window p.</summary>
    /// <param name="weights">[width, channels, kernel, kernel]</param>
    /// <param name="bias">[width], or empty.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="images">[count, pixels, channels]</param>
    /// <param name="points">Receives [count, windows, width].</param>
    /// <param name="threads">Threads to use at most.</param>
    public void Gather(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int count, ReadOnlySpan<float> images, Span<float> points, int threads)
    {
        float[] byWindow = ArrayPool<float>.Shared.Rent(grid.WindowSize * width); // [kernel, kernel, channels, width]
        Permute(weights, byWindow, pointStep: 1, channelStep: width, areaStep: grid.Channels * width);
        fixed (float* x = images, w = byWindow, b = bias, y = points)
        {
            LaneJob<GatherProduct>.Run(new(grid, width, x, w, b, y), count, _imagesPerPart, threads);
        }

        ArrayPool<float>.Shared.Return(byWindow);
    }

    /// <summary>
    /// The adjoint of <see cref="Gather"/>, from points to images: each pixel is the bias plus what the points give to it.
    /// </summary>
    /// <param name="weights">[width, channels, kernel, kernel]</param>
    /// <param name="bias">[channels], or empty.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="points">[count, windows, width]</param>
    /// <param name="images">Receives [count, pixels, channels].</param>
    /// <param name="threads">Threads to use at most.</param>
    public void Scatter(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int count, ReadOnlySpan<float> points, Span<float> images, int threads)
    {
        int columns = WindowBand.ColumnsOfProduct(grid);
        float[] byPoint = ArrayPool<float>.Shared.Rent(width * columns); // [width, (kernel, kernel, channels), padded]
        byPoint.AsSpan(0, width * columns).Clear();
        Permute(weights, byPoint, pointStep: columns, channelStep: 1, areaStep: grid.Channels);
        fixed (float* x = points, w = byPoint, b = bias, y = images)
        {
            LaneJob<ProductScatter>.Run(new(grid, width, x, w, b, y), count, _imagesPerPart, threads);
        }

        ArrayPool<float>.Shared.Return(byPoint);
    }

    /// <summary>Gradients by the weights, and by a bias on one of the two sides.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="images">Images, or their gradient. [count, pixels, channels]</param>
    /// <param name="points">Points, or their gradient. [count, windows, width]</param>
    /// <param name="biasIsOfPoints">Which side is the output.</param>
    /// <param name="weightGradient">Receives [width, channels, kernel, kernel].</param>
    /// <param name="biasGradient">Receives [width] or [channels].</param>
    /// <param name="threads">Threads to use at most.</param>
    public void Differentiate(
        int count,
        ReadOnlySpan<float> images,
        ReadOnlySpan<float> points,
        bool biasIsOfPoints,
        Span<float> weightGradient,
        Span<float> biasGradient,
        int threads)
    {
        int groups = WindowMoments.Groups(count), products = WindowBand.RowsOfProduct(grid) * width;
        int sumCount = products + biasGradient.Length;
        float[] groupSums = ArrayPool<float>.Shared.Rent(groups * sumCount);
        float[] sums = ArrayPool<float>.Shared.Rent(sumCount); // [(kernel, kernel, channels), padded, width], bias
        fixed (float* x = images, y = points, part = groupSums, whole = sums)
        {
            LaneJob<WindowMoments>.Run(new(grid, width, count, x, y, biasIsOfPoints, part), groups, itemsPerPart: 1, threads);
            Elements.Run(new ColumnSums(groups, sumCount, part, whole), sumCount, SumsPerPart, threads);
        }

        for (int m = 0, i = 0; m < width; m++)
        {
            for (int c = 0; c < grid.Channels; c++)
            {
                for (int t = 0; t < _area; t++, i++)
                {
                    weightGradient[i] = sums[(t * grid.Channels + c) * width + m];
                }
            }
        }

        sums.AsSpan(products, biasGradient.Length).CopyTo(biasGradient);
        ArrayPool<float>.Shared.Return(sums);
        ArrayPool<float>.Shared.Return(groupSums);
    }

    private void Permute(ReadOnlySpan<float> weights, Span<float> result, int pointStep, int channelStep, int areaStep)
    {
        for (int m = 0, i = 0; m < width; m++)
        {
            for (int c = 0; c < grid.Channels; c++)
            {
                for (int t = 0; t < _area; t++, i++)
                {
                    result[m * pointStep + c * channelStep + t * areaStep] = weights[i];
                }
            }
        }
    }
}
