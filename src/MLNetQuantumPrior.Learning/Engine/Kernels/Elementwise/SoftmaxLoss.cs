using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// -log p(label) of rows under the softmax of logits o: log(sum over classes of exp(o)) - o[label], and as gradient
/// gradientScale (p - y), y being 1 at the label and 0 elsewhere.
/// </summary>
internal readonly unsafe struct SoftmaxLoss(
    int classes, float* logits, int* labels, float gradientScale, float* gradient, double* losses) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        new Softmax(classes, logits, gradient, losses).Run<TLanes>(begin, end);
        for (int row = begin; row < end; row++)
        {
            nint start = (nint)row * classes;
            losses[row] -= logits[start + labels[row]];
            gradient[start + labels[row]] -= 1;
            for (nint i = start; i < start + classes; i++)
            {
                gradient[i] *= gradientScale;
            }
        }
    }
}
