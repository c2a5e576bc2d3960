using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// probabilities[row, c] = exp(o[row, c]) / sum over classes of exp(o), and logSums[row] the logarithm of that sum, for any finite logits
/// o. The result may overwrite the logits.
/// </summary>
/// <remarks>Classes are few, fewer than lanes: the exponentials of all rows are taken in one go, the rest value by value.</remarks>
internal readonly unsafe struct Softmax(int classes, float* logits, float* probabilities, double* logSums) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int row = begin; row < end; row++)
        {
            float* o = logits + (nint)row * classes;
            float* p = probabilities + (nint)row * classes;
            float largest = o[0];
            for (int c = 1; c < classes; c++)
            {
                largest = MathF.Max(largest, o[c]);
            }

            logSums[row] = largest;
            for (int c = 0; c < classes; c++)
            {
                p[c] = o[c] - largest; // at most 0, so that no exponential overflows
            }
        }

        float* first = probabilities + (nint)begin * classes;
        new Elements<LaneMap<VectorMath.ExpFunction>>(new(first, first)).Run<TLanes>(0, (end - begin) * classes);

        for (int row = begin; row < end; row++)
        {
            float* p = probabilities + (nint)row * classes;
            double sum = 0;
            for (int c = 0; c < classes; c++)
            {
                sum += p[c];
            }

            logSums[row] += Math.Log(sum);
            for (int c = 0; c < classes; c++)
            {
                p[c] = (float)(p[c] / sum);
            }
        }
    }
}

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
