using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The relaxed bit z = sigmoid((l + log u - log(1 - u)) / temperature), u uniform in (0, 1): differentiable, and a Bernoulli bit in the limit of temperature 0
/// (Maddison et al. 2017, Jang et al. 2017).
/// </summary>
internal static unsafe class BinaryConcrete
{
    private const int ValuesPerPart = 4096;

    /// <summary>Draws z for each logit with the given uniform numbers.</summary>
    public static void Sample(ReadOnlySpan<float> logits, ReadOnlySpan<float> uniforms, float temperature, Span<float> bits, int threads)
    {
        fixed (float* l = logits, u = uniforms, z = bits)
        {
            ElementJob.Run(new Draw(1 / temperature, l, u, z), logits.Length, ValuesPerPart, threads);
        }
    }

    /// <summary>Chain rule: the gradient by the logits is the gradient by z times z (1 - z) / temperature.</summary>
    public static void Differentiate(ReadOnlySpan<float> bits, ReadOnlySpan<float> bitGradient, float temperature, Span<float> logitGradient, int threads)
    {
        fixed (float* z = bits, byBit = bitGradient, byLogit = logitGradient)
        {
            ElementJob.Run(new Slope(1 / temperature, z, byBit, byLogit), bits.Length, ValuesPerPart, threads);
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
            LaneMath.Sigmoid((TLanes.Load(logits + i) + noise) * TLanes.Broadcast(sharpness)).Store(bits + i);
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
