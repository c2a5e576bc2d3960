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
        Prefetch.PageAhead(source, count);
        if (IsIdentity)
        {
            new ReadOnlySpan<float>(source, count).CopyTo(new(result, count));
            return;
        }

        int c = 0;
        for (; c <= channels - Twice<TLanes>.Count; c += Twice<TLanes>.Count)
        {
            ApplyToChannels<Twice<TLanes>>(source, count, result, c);
        }

        for (; c <= channels - TLanes.Count; c += TLanes.Count)
        {
            ApplyToChannels<TLanes>(source, count, result, c);
        }

        for (; c < channels; c++)
        {
            ApplyToChannels<Lane>(source, count, result, c);
        }
    }

    /// <summary>The channels from <paramref name="channel"/> on, as many as a register has lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ApplyToChannels<TLanes>(float* source, int count, float* result, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel), below = TLanes.Broadcast(slope);
        TLanes channelFactor = TLanes.Load(factor + channel), channelShift = TLanes.Load(shift + channel);
        for (int i = channel; i < count; i += channels)
        {
            TLanes value = TLanes.MultiplyAdd(TLanes.Load(source + i) - channelMean, channelFactor, channelShift);
            LaneMath.Max(below * value, value).Store(result + i);
        }
    }
}
