using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>dp/dl = p (1 - p) whichever bit was drawn (Bengio et al. 2013).</summary>
internal readonly struct StraightThrough : IBitSlope
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes p, TLanes bit)
        where TLanes : unmanaged, ILanes<TLanes> => p * (TLanes.Broadcast(1) - p);
}
