using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The rules of <see cref="GibbsDraw"/> and <see cref="MetropolisDraw"/> as thresholds of beta f, in powers of 2.</summary>
internal static class FlipRules<TLanes, TFloat, TBits, TDouble>
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
{
    // log2(1 + t) on [0, 1], interpolated at Chebyshev's points: off by at most 1.7e-5.
    private const float C0 = 1.651467027841136e-05f;
    private const float C1 = 1.4414924383163452f;
    private const float C2 = -0.7064864635467529f;
    private const float C3 = 0.4094702899456024f;
    private const float C4 = -0.1874886006116867f;
    private const float C5 = 0.04300495609641075f;

    /// <summary>2^23 as bits: with an integer below it in the mantissa, that integer plus 2^23.</summary>
    private const uint IntegerBits = 0x4B00_0000;

    private const float IntegerOffset = (1 << 23) + 127;

    /// <summary>
    /// Below this, u (1 + 2^x) is so near 1 that its rounding moves the threshold: by 1.5 * 2^(-24 - x), less than 4e-4 above it.
    /// </summary>
    private const float Tail = -12;

    public interface IRule
    {
        /// <summary>The threshold of a uniform random number.</summary>
        static abstract TFloat Threshold(TFloat uniform);

        /// <summary>How near to the threshold the reference has to decide.</summary>
        static abstract TFloat Tolerance(TFloat threshold, float nearest);

        /// <summary>A distance from the threshold whose sign decides.</summary>
        static abstract TFloat Margin(TFloat scaledField, TFloat old, TFloat threshold);

        /// <summary>Bits of the lanes that flip.</summary>
        static abstract uint Flips(TFloat margin, TFloat old);
    }

    /// <summary>+1 iff u (1 + 2^x) is below 1, that is x below log2(1 - u) - log2(u).</summary>
    public readonly struct Gibbs : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Threshold(TFloat uniform) =>
            TLanes.Subtract(Log2(TLanes.Subtract(TLanes.Broadcast(1f), uniform)), Log2(uniform));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Tolerance(TFloat threshold, float nearest) => TLanes.AsFloat(TLanes.Select(
            TLanes.WhereNegative(TLanes.Subtract(threshold, TLanes.Broadcast(Tail))),
            TLanes.AsBits(TLanes.Broadcast(float.PositiveInfinity)),
            TLanes.AsBits(TLanes.Broadcast(nearest))));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Margin(TFloat scaledField, TFloat old, TFloat threshold) => TLanes.Subtract(scaledField, threshold);

        /// <summary>A negative margin is +1, so a spin flips where its sign is that of its margin.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Flips(TFloat margin, TFloat old) =>
            LowBits & ~TLanes.SignBits(TLanes.AsFloat(TLanes.Xor(TLanes.AsBits(margin), TLanes.AsBits(old))));
    }

    /// <summary>Stays iff 15/16 2^x is below u, that is x below log2(u) - log2(15/16), for x cut at 0.</summary>
    public readonly struct Metropolis : IRule
    {
        private static readonly float LogOfEagerness = MathF.Log2(MetropolisDraw.Eagerness);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Threshold(TFloat uniform) => TLanes.Subtract(Log2(uniform), TLanes.Broadcast(LogOfEagerness));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Tolerance(TFloat threshold, float nearest) => TLanes.Broadcast(nearest);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Margin(TFloat scaledField, TFloat old, TFloat threshold) => TLanes.Subtract(
            TLanes.Clamp(TLanes.Multiply(scaledField, old), TLanes.Broadcast(-GibbsDraw.ExponentLimit), TLanes.Broadcast(0f)), threshold);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint Flips(TFloat margin, TFloat old) => LowBits & ~TLanes.SignBits(margin);
    }

    private static uint LowBits => uint.MaxValue >> (32 - TLanes.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Log2(TFloat value)
    {
        TBits bits = TLanes.AsBits(value);
        TFloat exponent = TLanes.Subtract(
            TLanes.AsFloat(TLanes.Or(TLanes.ShiftRight(bits, 23), TLanes.Broadcast(IntegerBits))), TLanes.Broadcast(IntegerOffset));
        TFloat t = TLanes.Subtract(
            TLanes.AsFloat(TLanes.Or(TLanes.And(bits, TLanes.Broadcast(0x007F_FFFFu)), TLanes.Broadcast(GibbsDraw.OneBits))),
            TLanes.Broadcast(1f));
        TFloat log = TLanes.MultiplyAdd(TLanes.Broadcast(C5), t, TLanes.Broadcast(C4));
        log = TLanes.MultiplyAdd(log, t, TLanes.Broadcast(C3));
        log = TLanes.MultiplyAdd(log, t, TLanes.Broadcast(C2));
        log = TLanes.MultiplyAdd(log, t, TLanes.Broadcast(C1));
        log = TLanes.MultiplyAdd(log, t, TLanes.Broadcast(C0));
        return TLanes.Add(exponent, log);
    }
}
