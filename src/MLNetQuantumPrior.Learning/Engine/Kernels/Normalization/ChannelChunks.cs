using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>What is done to each column of some rows of a matrix [rows, channels].</summary>
internal interface IChannelKernel
{
    /// <summary>Does the channels from <paramref name="channel"/> on, as many as a register has lanes. To be inlined.</summary>
    /// <param name="chunk">The number of these rows' chunk.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="channel">The first channel.</param>
    void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>
/// The loop of a channel kernel over chunks of rows. They are the same whatever the number of threads, and short enough for sums of
/// floats; the caller adds those up in doubles.
/// </summary>
internal readonly struct ChannelChunks<TKernel>(TKernel kernel, int rowCount, int channels) : ILaneKernel
    where TKernel : unmanaged, IChannelKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TKernel local = kernel;
        for (int chunk = begin; chunk < end; chunk++)
        {
            int row = chunk * ChannelChunk.Rows, rows = Math.Min(ChannelChunk.Rows, rowCount - row);
            int c = 0;
            for (; c <= channels - Twice<Twice<TLanes>>.Count; c += Twice<Twice<TLanes>>.Count)
            {
                local.Do<Twice<Twice<TLanes>>>(chunk, row, rows, c);
            }

            for (; c <= channels - Twice<TLanes>.Count; c += Twice<TLanes>.Count)
            {
                local.Do<Twice<TLanes>>(chunk, row, rows, c);
            }

            for (; c <= channels - TLanes.Count; c += TLanes.Count)
            {
                local.Do<TLanes>(chunk, row, rows, c);
            }

            for (; c < channels; c++)
            {
                local.Do<Lane>(chunk, row, rows, c);
            }
        }
    }
}

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
