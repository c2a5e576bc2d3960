using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A function of one number.</summary>
internal interface ILaneFunction
{
    static abstract TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>result[i] = f(x[i]).</summary>
internal readonly unsafe struct LaneMap<TFunction>(float* x, float* result) : ILaneKernel
    where TFunction : unmanaged, ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = begin;
        for (; i <= end - TLanes.Count; i += TLanes.Count)
        {
            TFunction.Of(TLanes.Load(x + i)).Store(result + i);
        }

        for (; i < end; i++)
        {
            TFunction.Of(Lane.Load(x + i)).Store(result + i);
        }
    }
}
