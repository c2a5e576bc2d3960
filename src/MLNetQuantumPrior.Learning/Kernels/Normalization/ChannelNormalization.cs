using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>y[row, c] = (x[row, c] - mean[c]) factor[c] + shift[c].</summary>
internal readonly unsafe struct ChannelNormalization(int channels, float* x, float* mean, float* factor, float* shift, float* y) : ILaneKernel
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
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(TLanes.Load(x + start + c) - TLanes.Load(mean + c), TLanes.Load(factor + c), TLanes.Load(shift + c)).Store(y + start + c);
}
