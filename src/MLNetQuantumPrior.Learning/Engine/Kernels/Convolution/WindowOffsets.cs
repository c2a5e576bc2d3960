namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Where the values of any window lie, from its first one, in a padded image.</summary>
internal static unsafe class WindowOffsets
{
    /// <summary>Line by line, pixel by pixel, channel by channel.</summary>
    /// <param name="grid">The windows.</param>
    /// <param name="offsets">Receives [window size].</param>
    public static void Fill(in WindowGrid grid, int* offsets)
    {
        int line = grid.Kernel * grid.Channels, step = grid.PaddedWidth * grid.Channels;
        for (int u = 0; u < grid.Kernel; u++)
        {
            for (int i = 0; i < line; i++)
            {
                *offsets++ = (u * step) + i;
            }
        }
    }
}
