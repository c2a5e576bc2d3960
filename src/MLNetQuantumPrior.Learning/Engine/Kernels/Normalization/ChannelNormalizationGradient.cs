using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// dx[row, c] = factor[c] (dy[row, c] - meanGradient[c] - slope[c] (x[row, c] - mean[c])): the gradient through a normalisation whose
/// mean and variance come from x.
/// </summary>
internal readonly unsafe struct ChannelNormalizationGradient(
    int channels, float* x, float* dy, float* mean, float* factor, float* meanGradient, float* slope, float* dx) : IChannelKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel);
        TLanes channelFactor = TLanes.Load(factor + channel);
        TLanes channelGradient = TLanes.Load(meanGradient + channel);
        TLanes minusSlope = TLanes.Broadcast(0) - TLanes.Load(slope + channel);
        nint i = row * channels + channel;
        for (int k = 0; k < rows; k++, i += channels)
        {
            TLanes distance = TLanes.Load(x + i) - channelMean;
            TLanes inner = TLanes.MultiplyAdd(distance, minusSlope, TLanes.Load(dy + i) - channelGradient);
            (channelFactor * inner).Store(dx + i);
        }
    }
}
