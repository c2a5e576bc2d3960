namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Some rows of a matrix [rows, channels].</summary>
internal static class ChannelChunk
{
    /// <summary>With 32 channels, 32 KiB: a first-level cache.</summary>
    public const int Rows = 256;

    public static int Count(int rowCount) => (rowCount + Rows - 1) / Rows;

    /// <summary>Spreads a channel kernel over cores.</summary>
    public static void Run<TKernel>(TKernel kernel, int rowCount, int channels, int threads)
        where TKernel : unmanaged, IChannelKernel =>
        LaneJob<ChannelChunks<TKernel>>.Run(new(kernel, rowCount, channels), Count(rowCount), itemsPerPart: 1, threads);
}
