using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// -log p(x) of rows of independent groups of features, but for <c>constant</c>, which is given: for each row its loss, and the gradient by
/// the outputs, which may overwrite them.
/// </summary>
internal readonly unsafe struct LikelihoodLoss(
    SlotRange* groups,
    int groupCount,
    int features,
    float* outputs,
    float* targets,
    float* precisions,
    double constant,
    float gradientScale,
    float* gradient,
    double* losses) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        new Span<double>(losses + begin, end - begin).Fill(constant);
        for (int k = 0; k < groupCount; k++)
        {
            (SlotKind kind, int first, int count) = groups[k];
            float* o = outputs + first, x = targets + first, g = gradient + first;
            switch (kind)
            {
                case SlotKind.Bernoulli:
                    new BernoulliLoss(features, count, o, x, gradientScale, g, losses).Run<TLanes>(begin, end);
                    break;
                case SlotKind.Gaussian:
                    new GaussianLoss(features, count, o, x, precisions + first, gradientScale, g, losses).Run<TLanes>(begin, end);
                    break;
                default:
                    new CategoricalLoss(features, count, o, x, gradientScale, g, losses).Run<TLanes>(begin, end);
                    break;
            }
        }
    }
}
