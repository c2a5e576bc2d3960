using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>y[row, c] = (x[row, c] - mean[c]) factor[c] + shift[c].</summary>
internal readonly unsafe struct ChannelNormalization(int channels, float* x, float* mean, float* factor, float* shift, float* y)
    : IChannelKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel);
        TLanes channelFactor = TLanes.Load(factor + channel);
        TLanes channelShift = TLanes.Load(shift + channel);
        nint i = row * channels + channel;
        for (int k = 0; k < rows; k++, i += channels)
        {
            TLanes.MultiplyAdd(TLanes.Load(x + i) - channelMean, channelFactor, channelShift).Store(y + i);
        }
    }
}
