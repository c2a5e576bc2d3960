using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>The sum of the gradients, and the sum of the gradients times (x - mean).</summary>
internal readonly unsafe struct ChannelGradientSums(float* gradient, float* x, float* mean) : IChannelSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sum<TLanes>(nint row, int rows, int channels, int channel, float* first, float* second)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel);
        TLanes sum = TLanes.Broadcast(0), products = sum;
        nint i = row * channels + channel;
        for (int k = 0; k < rows; k++, i += channels)
        {
            TLanes g = TLanes.Load(gradient + i);
            sum += g;
            products = TLanes.MultiplyAdd(g, TLanes.Load(x + i) - channelMean, products);
        }

        sum.Store(first);
        products.Store(second);
    }
}
