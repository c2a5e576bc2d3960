using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

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
