using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>What stands for the derivative of a hard bit by its logit.</summary>
internal interface IBitSlope
{
    /// <param name="p">The probability of 1.</param>
    /// <param name="bit">The bit that was drawn, 0 or 1.</param>
    static abstract TLanes Of<TLanes>(TLanes p, TLanes bit)
        where TLanes : unmanaged, ILanes<TLanes>;
}
