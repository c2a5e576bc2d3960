using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>values[i] = factor * values[i].</summary>
internal readonly unsafe struct Scaling(float factor, float* values) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> => (TLanes.Broadcast(factor) * TLanes.Load(values + i)).Store(values + i);
}
