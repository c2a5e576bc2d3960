using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>What is done to each element of an array on its own.</summary>
internal interface IElementKernel
{
    /// <summary>Does the elements from <paramref name="i"/> on, as many as a register has lanes. To be inlined.</summary>
    void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes>;
}

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

/// <summary>Spreads an element kernel over cores.</summary>
internal static class Elements
{
    public static void Run<TKernel>(TKernel kernel, int elements, int elementsPerPart, int threads)
        where TKernel : unmanaged, IElementKernel =>
        LaneJob<Elements<TKernel>>.Run(new(kernel), elements, elementsPerPart, threads);
}
