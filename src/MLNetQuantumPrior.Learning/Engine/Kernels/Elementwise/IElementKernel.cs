namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>What is done to each element of an array on its own.</summary>
internal interface IElementKernel
{
    /// <summary>Does the elements from <paramref name="i"/> on, as many as a register has lanes. To be inlined.</summary>
    void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes>;
}
