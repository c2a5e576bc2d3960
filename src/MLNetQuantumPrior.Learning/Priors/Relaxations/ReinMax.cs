using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Half the probability of the bit that was not drawn: (1 - p) / 2 at 1, p / 2 at 0.</summary>
/// <remarks>
/// ReinMax (Liu et al. 2023) has the slope 2 r (1 - r) - p (1 - p) / 2 with r = (bit + p) / 2, which for bits is just that. In the mean
/// over the bit a loss f has the gradient p (1 - p) (f'(0) + f'(1)) / 2: the trapezoidal rule for p (1 - p) (f(1) - f(0)).
/// </remarks>
internal readonly struct ReinMax : IBitSlope
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes p, TLanes bit)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.Broadcast(0.5f);
        return half * TLanes.IfGreater(bit, half, TLanes.Broadcast(1) - p, p);
    }
}
