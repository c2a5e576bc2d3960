using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// What a convolution does to each value while it copies its input: y = max(v, slope v) with v = (x - mean[c]) factor[c] + shift[c]. The
/// default leaves them.
/// </summary>
/// <param name="channels">Values of a pixel.</param>
/// <param name="mean">[channels]</param>
/// <param name="factor">[channels]</param>
/// <param name="shift">[channels]</param>
/// <param name="slope">Of the rectifier below 0, at most 1.</param>
internal readonly unsafe struct PixelMap(int channels, float* mean, float* factor, float* shift, float slope)
{
    public bool IsIdentity => channels == 0;

    /// <summary>Maps whole pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply<TLanes>(float* source, int count, float* result)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (IsIdentity)
        {
            new ReadOnlySpan<float>(source, count).CopyTo(new(result, count));
            return;
        }

        for (float* end = source + count; source < end; source += channels, result += channels)
        {
            int c = 0;
            for (; c <= channels - TLanes.Count; c += TLanes.Count)
            {
                Of<TLanes>(source, c).Store(result + c);
            }

            for (; c < channels; c++)
            {
                Of<Lane>(source, c).Store(result + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Of<TLanes>(float* source, int c)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes value = TLanes.MultiplyAdd(TLanes.Load(source + c) - TLanes.Load(mean + c), TLanes.Load(factor + c), TLanes.Load(shift + c));
        return LaneMath.Max(TLanes.Broadcast(slope) * value, value);
    }
}
