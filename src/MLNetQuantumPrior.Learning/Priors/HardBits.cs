using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Bits 0 and 1, with a gradient that is the gradient by the bit times a slope.</summary>
internal sealed unsafe class HardBits<TSlope> : IRelaxedBits
    where TSlope : unmanaged, IBitSlope
{
    public void Sample(ReadOnlySpan<float> logits, ReadOnlySpan<float> uniforms, Span<float> bits)
    {
        fixed (float* l = logits, u = uniforms, b = bits)
        {
            Elements.Run(new Draw(l, u, b), logits.Length, logits.Length, threads: 1);
        }
    }

    public void Differentiate(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> bits, ReadOnlySpan<float> bitGradient, Span<float> logitGradient)
    {
        fixed (float* l = logits, b = bits, byBit = bitGradient, byLogit = logitGradient)
        {
            Elements.Run(new Gradient(l, b, byBit, byLogit), logits.Length, logits.Length, threads: 1);
        }
    }

    /// <summary>1 where u is above P(0): the same numbers give the same bit as <see cref="BinaryConcrete"/> rounded.</summary>
    private readonly struct Draw(float* logits, float* uniforms, float* bits) : IElementKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Do<TLanes>(int i)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes zero = TLanes.Broadcast(0);
            TLanes ofZero = LaneMath.Sigmoid(zero - TLanes.Load(logits + i));
            TLanes.IfGreater(TLanes.Load(uniforms + i), ofZero, TLanes.Broadcast(1), zero).Store(bits + i);
        }
    }

    private readonly struct Gradient(float* logits, float* bits, float* bitGradient, float* logitGradient) : IElementKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Do<TLanes>(int i)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes slope = TSlope.Of(LaneMath.Sigmoid(TLanes.Load(logits + i)), TLanes.Load(bits + i));
            (TLanes.Load(bitGradient + i) * slope).Store(logitGradient + i);
        }
    }
}

/// <summary>What stands for the derivative of a hard bit by its logit.</summary>
internal interface IBitSlope
{
    /// <param name="p">The probability of 1.</param>
    /// <param name="bit">The bit that was drawn, 0 or 1.</param>
    static abstract TLanes Of<TLanes>(TLanes p, TLanes bit)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>dp/dl = p (1 - p) whichever bit was drawn (Bengio et al. 2013).</summary>
internal readonly struct StraightThroughSlope : IBitSlope
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes p, TLanes bit)
        where TLanes : unmanaged, ILanes<TLanes> => p * (TLanes.Broadcast(1) - p);
}

/// <summary>Half the probability of the bit that was not drawn: (1 - p) / 2 at 1, p / 2 at 0.</summary>
/// <remarks>
/// ReinMax (Liu et al. 2023) has the slope 2 r (1 - r) - p (1 - p) / 2 with r = (bit + p) / 2, which for bits is just that. In the mean
/// over the bit a loss f has the gradient p (1 - p) (f'(0) + f'(1)) / 2: the trapezoidal rule for p (1 - p) (f(1) - f(0)).
/// </remarks>
internal readonly struct ReinMaxSlope : IBitSlope
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes p, TLanes bit)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.Broadcast(0.5f);
        return half * TLanes.IfGreater(bit, half, TLanes.Broadcast(1) - p, p);
    }
}
