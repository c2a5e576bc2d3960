namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A loop over items that are independent of each other, written for registers of any width.</summary>
internal interface ILaneKernel
{
    /// <summary>Does the items [begin, end).</summary>
    void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>;
}
