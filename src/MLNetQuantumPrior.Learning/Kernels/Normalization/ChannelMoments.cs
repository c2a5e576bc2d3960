using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>The sum of values, and the sum of their squared distances from these rows' mean.</summary>
internal readonly unsafe struct ChannelMoments(float* values) : IChannelSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sum<TLanes>(nint row, int rows, int channels, int channel, float* first, float* second)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* begin = values + row * channels + channel;
        TLanes sum = TLanes.Broadcast(0);
        float* value = begin;
        for (int k = 0; k < rows; k++, value += channels)
        {
            sum += TLanes.Load(value);
        }

        sum.Store(first);
        TLanes mean = sum * TLanes.Broadcast(1f / rows);
        TLanes squares = TLanes.Broadcast(0);
        value = begin;
        for (int k = 0; k < rows; k++, value += channels)
        {
            TLanes distance = TLanes.Load(value) - mean;
            squares = TLanes.MultiplyAdd(distance, distance, squares);
        }

        squares.Store(second);
    }
}
