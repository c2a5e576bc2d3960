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

/// <summary>
/// -log p(x) of a choice, x being 1 at the category and 0 elsewhere, under the softmax p of logits o: to the loss of each row it adds
/// log(sum of exp(o)) - o at the category; the gradient is gradientScale (p - x). Where x is 0 throughout, both are 0.
/// </summary>
/// <remarks>From one row to the next it is <c>stride</c> values. The gradient may overwrite the logits.</remarks>
internal readonly unsafe struct CategoricalLoss(
    int stride, int categories, float* logits, float* targets, float gradientScale, float* gradient, double* losses) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int row = begin; row < end; row++)
        {
            nint start = (nint)row * stride;
            float* o = logits + start, x = targets + start, g = gradient + start;
            double chosen = 0, total = 0;
            for (int c = 0; c < categories; c++)
            {
                chosen += (double)x[c] * o[c];
                total += x[c];
            }

            double logSum;
            new Softmax(categories, o, g, &logSum).Run<TLanes>(0, 1);
            losses[row] += (total * logSum) - chosen;
            for (int c = 0; c < categories; c++)
            {
                g[c] = gradientScale * (((float)total * g[c]) - x[c]);
            }
        }
    }
}

/// <summary>Outputs of a decoder to expected features, in place: sigmoid, the output itself, or softmax, by group.</summary>
internal readonly unsafe struct ExpectedValues(SlotRange* groups, int groupCount, int features, float* values) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        double logSum;
        for (int row = begin; row < end; row++)
        {
            for (int k = 0; k < groupCount; k++)
            {
                (SlotKind kind, int first, int count) = groups[k];
                float* v = values + ((nint)row * features) + first;
                if (kind == SlotKind.Bernoulli)
                {
                    new Elements<LaneMap<Sigmoid>>(new(v, v)).Run<TLanes>(0, count);
                }
                else if (kind == SlotKind.Categorical)
                {
                    new Softmax(count, v, v, &logSum).Run<TLanes>(0, 1);
                }
            }
        }
    }
}
