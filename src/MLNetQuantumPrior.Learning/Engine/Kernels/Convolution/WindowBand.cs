namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Of how many windows a matrix is made at a time: whole tiles.</summary>
internal static class WindowBand
{
    /// <summary>256 KiB: a part of any second-level cache.</summary>
    private const int Values = 1 << 16;

    /// <summary>One block of a product's summation index.</summary>
    private const int MaxWindows = 256;

    /// <summary>The height of the largest tile.</summary>
    private const int TileRows = 8;

    /// <summary>Windows of a band: whole tiles.</summary>
    public static int Windows(int rowLength) => Math.Clamp(Values / rowLength, TileRows, MaxWindows) / TileRows * TileRows;

    /// <summary>Images whose windows fill a band and whole tiles.</summary>
    public static int Images(in WindowGrid grid)
    {
        int images = (Windows(grid.WindowSize) + grid.Count - 1) / grid.Count;
        while (images * grid.Count % TileRows != 0)
        {
            images++;
        }

        return images;
    }
}
