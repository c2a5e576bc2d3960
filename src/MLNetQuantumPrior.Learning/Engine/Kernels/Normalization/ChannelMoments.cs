using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// sums[chunk, 0, c] = the sum of a chunk's values x[row, c], and sums[chunk, 1, c] = the sum of their squared distances from the chunk's
/// mean.
/// </summary>
internal readonly unsafe struct ChannelMoments(int channels, float* x, float* sums) : IChannelKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* begin = x + row * channels + channel;
        TLanes sum = TLanes.Broadcast(0);
        float* value = begin;
        for (int k = 0; k < rows; k++, value += channels)
        {
            sum += TLanes.Load(value);
        }

        TLanes mean = sum * TLanes.Broadcast(1f / rows);
        TLanes squares = TLanes.Broadcast(0);
        value = begin;
        for (int k = 0; k < rows; k++, value += channels)
        {
            TLanes distance = TLanes.Load(value) - mean;
            squares = TLanes.MultiplyAdd(distance, distance, squares);
        }

        float* result = sums + (nint)chunk * (2 * channels) + channel;
        sum.Store(result);
        squares.Store(result + channels);
    }
}
