namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// The rows (or columns) of an image that have the same remainder by the windows' stride, the padding counted: each is reached by as many
/// windows, at the same places within them. The windows of one pixel lie together, so that a transposed convolution is a plain one over
/// points for each phase.
/// </summary>
/// <param name="First">The first row.</param>
/// <param name="Count">Number of rows, the stride apart.</param>
/// <param name="TapCount">Windows that reach a row.</param>
/// <param name="Point">The first of them that reaches the first row, within <see cref="Points"/>.</param>
internal readonly record struct PixelPhase(int First, int Count, int TapCount, int Point)
{
    /// <param name="grid">The windows.</param>
    /// <param name="size">Height or width of the image.</param>
    /// <param name="remainder">Below the stride.</param>
    public static PixelPhase Of(in WindowGrid grid, int size, int remainder)
    {
        int first = (((remainder - grid.Padding) % grid.Stride) + grid.Stride) % grid.Stride;
        int taps = Taps(grid, remainder);
        return new(
            first,
            Math.Max(0, size - first + grid.Stride - 1) / grid.Stride,
            taps,
            ((first + grid.Padding) / grid.Stride) + PointsBefore(grid) - Math.Max(0, taps - 1));
    }

    /// <summary>The points as an image, with zeros for windows that are not there.</summary>
    public static WindowGrid Points(in WindowGrid grid, int width) => new()
    {
        Channels = width,
        Height = grid.Rows,
        Width = grid.Columns,
        Kernel = 1,
        Stride = 1,
        Padding = PointsBefore(grid),
        Rows = ((grid.Height - 1 + grid.Padding) / grid.Stride) + PointsBefore(grid) + 1,
        Columns = ((grid.Width - 1 + grid.Padding) / grid.Stride) + PointsBefore(grid) + 1,
    };

    /// <summary>Windows that reach a row of this remainder.</summary>
    public static int Taps(in WindowGrid grid, int remainder) => Math.Max(0, grid.Kernel - remainder + grid.Stride - 1) / grid.Stride;

    private static int PointsBefore(in WindowGrid grid) => Math.Max(0, Taps(grid, 0) - 1 - (grid.Padding / grid.Stride));
}
