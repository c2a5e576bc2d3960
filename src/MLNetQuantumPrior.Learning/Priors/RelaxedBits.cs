using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Draws bits with P(1) = 1 / (1 + exp(-l)), and passes a gradient by the bits on to the logits l.</summary>
internal interface IRelaxedBits
{
    /// <summary>What a <see cref="Relaxation"/> starts with.</summary>
    static IRelaxedBits Of(Relaxation relaxation, double temperature) => relaxation switch
    {
        Relaxation.BinaryConcrete => new BinaryConcrete((float)temperature),
        Relaxation.StraightThrough => new HardBits<StraightThroughSlope>(),
        Relaxation.ReinMax => new HardBits<ReinMaxSlope>(),
        _ => throw new ArgumentOutOfRangeException(nameof(relaxation), relaxation, "Expected a known relaxation."),
    };

    /// <summary>A bit for each logit, drawn with a uniform number within (0, 1).</summary>
    void Sample(ReadOnlySpan<float> logits, ReadOnlySpan<float> uniforms, Span<float> bits);

    /// <summary>The gradient by the logits, given what <see cref="Sample"/> drew and the gradient by that.</summary>
    void Differentiate(ReadOnlySpan<float> logits, ReadOnlySpan<float> bits, ReadOnlySpan<float> bitGradient, Span<float> logitGradient);
}

/// <summary>
/// The relaxed bit z = sigmoid((l + log u - log(1 - u)) / temperature), u uniform in (0, 1): differentiable, and a Bernoulli bit in the
/// limit of temperature 0 (Maddison et al. 2017, Jang et al. 2017).
/// </summary>
internal sealed unsafe class BinaryConcrete(float temperature) : IRelaxedBits
{
    public void Sample(ReadOnlySpan<float> logits, ReadOnlySpan<float> uniforms, Span<float> bits)
    {
        fixed (float* l = logits, u = uniforms, z = bits)
        {
            Elements.Run(new Draw(1 / temperature, l, u, z), logits.Length, logits.Length, threads: 1);
        }
    }

    /// <summary>Chain rule: dz/dl = z (1 - z) / temperature.</summary>
    public void Differentiate(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> bits, ReadOnlySpan<float> bitGradient, Span<float> logitGradient)
    {
        fixed (float* z = bits, byBit = bitGradient, byLogit = logitGradient)
        {
            Elements.Run(new Slope(1 / temperature, z, byBit, byLogit), bits.Length, bits.Length, threads: 1);
        }
    }

    private readonly struct Draw(float sharpness, float* logits, float* uniforms, float* bits) : IElementKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Do<TLanes>(int i)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes u = TLanes.Load(uniforms + i);
            TLanes noise = LaneMath.Log(u / (TLanes.Broadcast(1) - u));
            TLanes z = LaneMath.Sigmoid((TLanes.Load(logits + i) + noise) * TLanes.Broadcast(sharpness));
            LaneMath.WithoutTiny(z).Store(bits + i);
        }
    }

    private readonly struct Slope(float sharpness, float* bits, float* bitGradient, float* logitGradient) : IElementKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Do<TLanes>(int i)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes z = TLanes.Load(bits + i);
            TLanes slope = z * (TLanes.Broadcast(1) - z) * TLanes.Broadcast(sharpness);
            (TLanes.Load(bitGradient + i) * slope).Store(logitGradient + i);
        }
    }
}
