using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Two sums a channel over some rows of a matrix [rows, channels].</summary>
internal unsafe interface IChannelSums
{
    /// <summary>Sums of the channels from <paramref name="channel"/> on, as many as a register has lanes.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="first">Receives one sum.</param>
    /// <param name="second">Receives the other.</param>
    void Sum<TLanes>(nint row, int rows, int channels, int channel, float* first, float* second)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>
/// sums[k, 0, channel] and sums[k, 1, channel] of the k-th <see cref="Rows"/> rows. Chunks are the same whatever the number of threads, and short enough for sums of
/// floats; the caller adds them up in doubles.
/// </summary>
internal readonly unsafe struct ChannelChunks<TSums>(TSums kernel, int rowCount, int channels, float* sums) : ILaneKernel
    where TSums : unmanaged, IChannelSums
{
    public const int Rows = 256;

    public static int Count(int rowCount) => (rowCount + Rows - 1) / Rows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int chunk = begin; chunk < end; chunk++)
        {
            int row = chunk * Rows, rows = Math.Min(Rows, rowCount - row);
            float* first = sums + (nint)chunk * (2 * channels);
            int c = 0;
            for (; c <= channels - TLanes.Count; c += TLanes.Count)
            {
                kernel.Sum<TLanes>(row, rows, channels, c, first + c, first + channels + c);
            }

            for (; c < channels; c++)
            {
                kernel.Sum<Lane>(row, rows, channels, c, first + c, first + channels + c);
            }
        }
    }
}
