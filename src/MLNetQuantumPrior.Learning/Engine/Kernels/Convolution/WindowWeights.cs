namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// Weights of a convolution between their order in a network, [width, channels, area], and those of products, in which a window is
/// (area, channels).
/// </summary>
internal static unsafe class WindowWeights
{
    /// <summary>To [window size, width] in packed panels.</summary>
    public static void PackByWindow(in WindowGrid grid, int width, float* weights, float* panels)
    {
        int size = grid.WindowSize, area = grid.Kernel * grid.Kernel;
        float* panel = Scratch.Reserve(size * PackedPanels.Width); // [channels, area, 32]
        for (int m = 0; m < width; m += PackedPanels.Width)
        {
            int columns = Math.Min(PackedPanels.Width, width - m);
            GemmPanel.PackTransposed(weights + ((nint)m * size), size, size, columns, 1, panel, PackedPanels.Width);
            for (int t = 0; t < area; t++)
            {
                for (int c = 0; c < grid.Channels; c++, panels += PackedPanels.Width)
                {
                    Copy(panel + (((nint)c * area) + t) * PackedPanels.Width, PackedPanels.Width, panels);
                }
            }
        }
    }

    /// <summary>To [width, window size] in packed panels.</summary>
    public static void PackByPoint(in WindowGrid grid, int width, float* weights, float* panels)
    {
        int size = grid.WindowSize, area = grid.Kernel * grid.Kernel;
        float* window = Scratch.Reserve(size); // [area, channels]
        for (int m = 0; m < width; m++)
        {
            GemmPanel.PackTransposed(weights + ((nint)m * size), area, area, grid.Channels, 1, window, grid.Channels);
            for (int column = 0; column < size; column += PackedPanels.Width)
            {
                CopyPadded(window + column, size - column, panels + PackedPanels.Offset(width, m, column));
            }
        }
    }

    /// <summary>To [(taps, taps, width), channels] in packed panels for each phase of pixels, the windows of a pixel in order.</summary>
    public static void PackByPhase(in WindowGrid grid, int width, float* weights, float* panels)
    {
        int area = grid.Kernel * grid.Kernel;
        float* window = Scratch.Reserve(grid.WindowSize); // [area, channels]
        for (int m = 0; m < width; m++)
        {
            GemmPanel.PackTransposed(
                weights + ((nint)m * grid.WindowSize), area, area, grid.Channels, 1, window, grid.Channels);
            float* phase = panels;
            for (int u = 0; u < grid.Stride; u++)
            {
                for (int v = 0; v < grid.Stride; v++)
                {
                    int rows = PixelPhase.Taps(grid, u), columns = PixelPhase.Taps(grid, v), depth = rows * columns * width;
                    for (int tap = 0; tap < rows * columns; tap++)
                    {
                        // the first window that reaches a pixel does so with its last row and column
                        (int row, int column) = Math.DivRem((rows * columns) - 1 - tap, columns);
                        float* source = window + ((((u + (row * grid.Stride)) * grid.Kernel) + v + (column * grid.Stride)) * grid.Channels);
                        for (int c = 0; c < grid.Channels; c += PackedPanels.Width)
                        {
                            CopyPadded(
                                source + c, grid.Channels - c, phase + PackedPanels.Offset(depth, (tap * width) + m, c));
                        }
                    }

                    phase += PackedPanels.Length(depth, grid.Channels);
                }
            }
        }
    }

    /// <summary>From [(area, channels), width], rows being <paramref name="rowStep"/> apart.</summary>
    public static void Unpack(in WindowGrid grid, int width, float* products, int rowStep, float* weights)
    {
        int size = grid.WindowSize, area = grid.Kernel * grid.Kernel;
        float* windows = Scratch.Reserve(width * size); // [width, (area, channels)]
        GemmPanel.PackTransposed(products, rowStep, width, size, 1, windows, size);
        for (int m = 0; m < width; m++)
        {
            GemmPanel.PackTransposed(
                windows + ((nint)m * size), grid.Channels, grid.Channels, area, 1, weights + ((nint)m * size), area);
        }
    }

    /// <summary>A row of a panel, with zeros behind the last value.</summary>
    private static void CopyPadded(float* source, int count, float* target)
    {
        count = Math.Min(count, PackedPanels.Width);
        Copy(source, count, target);
        new Span<float>(target + count, PackedPanels.Width - count).Clear();
    }

    private static void Copy(float* source, int count, float* target) =>
        new ReadOnlySpan<float>(source, count).CopyTo(new(target, count));
}
