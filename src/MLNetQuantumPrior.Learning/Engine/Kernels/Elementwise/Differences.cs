using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>result[i] = x[i] - y[i].</summary>
internal readonly unsafe struct Differences(float* x, float* y, float* result) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> => (TLanes.Load(x + i) - TLanes.Load(y + i)).Store(result + i);
}
