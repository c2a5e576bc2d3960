using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// dx[row, c] = factor[c] (dy[row, c] - meanGradient[c] - slope[c] (x[row, c] - mean[c])): the gradient through a normalisation whose mean and variance come from x.
/// </summary>
internal readonly unsafe struct ChannelNormalizationGradient(
    int channels, float* x, float* dy, float* mean, float* factor, float* meanGradient, float* slope, float* dx) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int row = begin; row < end; row++)
        {
            nint start = (nint)row * channels;
            int c = 0;
            for (; c <= channels - TLanes.Count; c += TLanes.Count)
            {
                Do<TLanes>(start, c);
            }

            for (; c < channels; c++)
            {
                Do<Lane>(start, c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Do<TLanes>(nint start, int c)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes distance = TLanes.Load(x + start + c) - TLanes.Load(mean + c);
        TLanes centred = TLanes.Load(dy + start + c) - TLanes.Load(meanGradient + c);
        TLanes inner = TLanes.MultiplyAdd(TLanes.Broadcast(0) - distance, TLanes.Load(slope + c), centred);
        (TLanes.Load(factor + c) * inner).Store(dx + start + c);
    }
}
