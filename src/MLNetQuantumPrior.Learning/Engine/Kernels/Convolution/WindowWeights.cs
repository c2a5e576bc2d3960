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
                float* target = panels + PackedPanels.Offset(width, m, column);
                int columns = Math.Min(PackedPanels.Width, size - column);
                Copy(window + column, columns, target);
                new Span<float>(target + columns, PackedPanels.Width - columns).Clear();
            }
        }
    }

    /// <summary>From [width, (area, channels)], rows being <paramref name="rowStep"/> apart.</summary>
    public static void Unpack(in WindowGrid grid, int width, float* products, int rowStep, float* weights)
    {
        int area = grid.Kernel * grid.Kernel;
        for (int m = 0; m < width; m++)
        {
            GemmPanel.PackTransposed(
                products + ((nint)m * rowStep), grid.Channels, grid.Channels, area, 1, weights + ((nint)m * grid.WindowSize), area);
        }
    }

    private static void Copy(float* source, int count, float* target) =>
        new ReadOnlySpan<float>(source, count).CopyTo(new(target, count));
}
