using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A function of one number.</summary>
internal interface ILaneFunction
{
    static abstract TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>result[i] = f(x[i]).</summary>
internal readonly unsafe struct LaneMap<TFunction>(float* x, float* result) : IElementKernel
    where TFunction : unmanaged, ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> => TFunction.Of(TLanes.Load(x + i)).Store(result + i);
}
