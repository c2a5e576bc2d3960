using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Adds weight * d/dl of [-H(q) + E_q[E]] to a gradient, given d E_q[E] / dm. With q = P(+1): dm/dl = 2 q (1 - q) = (1 - m^2) / 2
/// and dH/dl = -l q (1 - q), so the term is weight * (1 - m^2) / 2 * (dE/dm + l / 2). Where logits are so large
/// that next to nothing is left of a gradient, it becomes 0.
/// </summary>
internal readonly unsafe struct KlGradient(float weight, float* logits, float* means, float* energyByMean, float* gradient) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes m = TLanes.Load(means + i);
        TLanes slope = (TLanes.Broadcast(1) - (m * m)) * TLanes.Broadcast(0.5f * weight);
        TLanes inner = TLanes.MultiplyAdd(TLanes.Load(logits + i), TLanes.Broadcast(0.5f), TLanes.Load(energyByMean + i));
        LaneMath.WithoutTiny(TLanes.MultiplyAdd(slope, inner, TLanes.Load(gradient + i))).Store(gradient + i);
    }
}
