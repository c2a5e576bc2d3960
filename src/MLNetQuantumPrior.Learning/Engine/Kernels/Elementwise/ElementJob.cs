namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Spreads an element kernel over cores.</summary>
internal static class ElementJob
{
    public static void Run<TKernel>(TKernel kernel, int elements, int elementsPerPart, int threads)
        where TKernel : unmanaged, IElementKernel =>
        LaneJob<Elements<TKernel>>.Run(new(kernel), elements, elementsPerPart, threads);
}
