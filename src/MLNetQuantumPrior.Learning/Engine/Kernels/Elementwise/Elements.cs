using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>The loop of an element kernel: whole registers, then what is left one by one.</summary>
internal readonly struct Elements<TKernel>(TKernel kernel) : ILaneKernel
    where TKernel : unmanaged, IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TKernel local = kernel; // in registers, where stores through pointers cannot change it
        int i = begin;
        for (; i <= end - TLanes.Count; i += TLanes.Count)
        {
            local.Do<TLanes>(i);
        }

        for (; i < end; i++)
        {
            local.Do<Lane>(i);
        }
    }
}
