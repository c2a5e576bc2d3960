using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// sums[chunk, 0, c] = the sum of a chunk's gradients dy[row, c], and sums[chunk, 1, c] = the sum of dy[row, c] (x[row, c] - mean[c]).
/// </summary>
internal readonly unsafe struct ChannelGradientSums(int channels, float* x, float* dy, float* mean, float* sums) : IChannelKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel);
        TLanes sum = TLanes.Broadcast(0), products = sum;
        nint i = row * channels + channel;
        for (int k = 0; k < rows; k++, i += channels)
        {
            TLanes gradient = TLanes.Load(dy + i);
            sum += gradient;
            products = TLanes.MultiplyAdd(gradient, TLanes.Load(x + i) - channelMean, products);
        }

        float* result = sums + (nint)chunk * (2 * channels) + channel;
        sum.Store(result);
        products.Store(result + channels);
    }
}
