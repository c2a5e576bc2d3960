using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The draw of one spin given its local field f = h_i + sum_j J_ij s_j: +1 with probability 1 / (1 + exp(2 beta f)). These are the
/// constants that every kernel shares and the plain form that every kernel must match bit for bit.
/// </summary>
internal static class GibbsDraw
{
    /// <summary>
    /// exp(2 beta f) = 2^x is cut at |x| = 30. A uniform number lies at least 2^-24 from 0 and from 1, so a probability beyond 2^-24 is 0
    /// or 1 anyway.
    /// </summary>
    public const float ExponentLimit = 30;

    /// <summary>1.5 * 2^23: adding it leaves round(x) in the low bits of the mantissa.</summary>
    public const float RoundingShift = 12_582_912;

    // 2^r = 1 + C1 r + .. + C5 r^5 on [-1/2, 1/2], by the Remez exchange: relative error at most 4.4e-7, and exactly 1 at 0, so that beta 0
    // is fair.
    public const float C1 = 0.693142831f;
    public const float C2 = 0.240223512f;
    public const float C3 = 0.0555740036f;
    public const float C4 = 0.00966628268f;
    public const float C5 = 0.00111255073f;

    /// <summary>The bits of 1.0f; with 23 random bits below, a number in [1, 2).</summary>
    public const uint OneBits = 0x3F80_0000;

    /// <summary>-(1 - 2^-24): moves [1, 2) to the midpoints (k + 1/2) 2^-23 of (0, 1), symmetric about 1/2 and never 0 or 1.</summary>
    public const float ToMidpoint = -0.99999994f;

    /// <summary>The factor from a local field to x: 2 beta log2(e).</summary>
    public static float Scale(double beta) => (float)Math.Min(2 * beta / Math.Log(2), float.MaxValue);

    /// <summary>The spin, -1 or +1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Spin(float field, float scale, uint random)
    {
        float power = PowerOfTwo(float.MinNative(float.MaxNative(field * scale, -ExponentLimit), ExponentLimit));
        float uniform = Uniform(random);
        return MathF.FusedMultiplyAdd(uniform, power, uniform) < 1 ? 1 : -1; // u (1 + 2^x) < 1, without a division
    }

    /// <summary>2^x for |x| up to <see cref="ExponentLimit"/>; exactly 1 at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float x)
    {
        float shifted = x + RoundingShift;
        float r = x - (shifted - RoundingShift);
        float power = MathF.FusedMultiplyAdd(C5, r, C4);
        power = MathF.FusedMultiplyAdd(power, r, C3);
        power = MathF.FusedMultiplyAdd(power, r, C2);
        power = MathF.FusedMultiplyAdd(power, r, C1);
        power = MathF.FusedMultiplyAdd(power, r, 1);
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(power) + (BitConverter.SingleToUInt32Bits(shifted) << 23));
    }

    /// <summary>A number between 0 and 1, exclusive, from the upper 23 of 32 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Uniform(uint random) => BitConverter.UInt32BitsToSingle((random >> 9) | OneBits) + ToMidpoint;
}
