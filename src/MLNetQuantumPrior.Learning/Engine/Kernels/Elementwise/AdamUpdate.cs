using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// The numbers of one step: g is the gradient times GradientScale, m moves by 1 - beta1 of the way to g, v becomes Beta2 v + (1 - beta2)
/// g^2, then w falls by StepSize m / (VarianceScale sqrt(v) + Epsilon).
/// </summary>
internal readonly record struct AdamCoefficients(
    float GradientScale, float OneMinusBeta1, float Beta2, float OneMinusBeta2, float StepSize, float VarianceScale, float Epsilon);

/// <summary>One step of Adam, all in one pass over memory.</summary>
/// <remarks>Averages that have faded, as those of the weights of a pixel that is seldom on, become 0 before they are subnormal.</remarks>
internal readonly unsafe struct AdamUpdate(AdamCoefficients step, float* gradient, float* mean, float* variance, float* weights)
    : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes g = TLanes.Load(gradient + i) * TLanes.Broadcast(step.GradientScale);
        TLanes m = TLanes.Load(mean + i);
        m = LaneMath.WithoutTiny(TLanes.MultiplyAdd(g - m, TLanes.Broadcast(step.OneMinusBeta1), m));
        m.Store(mean + i);
        TLanes v = TLanes.Load(variance + i) * TLanes.Broadcast(step.Beta2);
        v = LaneMath.WithoutTiny(TLanes.MultiplyAdd(g * TLanes.Broadcast(step.OneMinusBeta2), g, v));
        v.Store(variance + i);
        TLanes denominator = TLanes.MultiplyAdd(TLanes.Sqrt(v), TLanes.Broadcast(step.VarianceScale), TLanes.Broadcast(step.Epsilon));
        (TLanes.Load(weights + i) - m * TLanes.Broadcast(step.StepSize) / denominator).Store(weights + i);
    }
}

/// <summary>values[i] = factor * values[i].</summary>
internal readonly unsafe struct Scaling(float factor, float* values) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> => (TLanes.Broadcast(factor) * TLanes.Load(values + i)).Store(values + i);
}
