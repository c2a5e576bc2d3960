using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// -log p(x) under independent Bernoulli variables with logits o: to the loss of each row it adds the sum over features of
/// log(1 + exp(o)) - x o; the gradient is gradientScale (sigmoid(o) - x).
/// </summary>
/// <remarks>From one row to the next it is <c>stride</c> values. The gradient may overwrite the logits.</remarks>
internal readonly unsafe struct BernoulliLoss(
    int stride, int features, float* logits, float* targets, float gradientScale, float* gradient, double* losses) : ILaneKernel
{
    /// <summary>
    /// log(1 + exp(o)) = max(o, 0) + log(1 + exp(-|o|)). The second terms are summed as the logarithm of a product: its factors lie
    /// within [1, 2], so 60 of them fit a float, and 60 in each of 16 lanes a double.
    /// </summary>
    private const int FactorsPerLane = 60;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int whole = features - features % TLanes.Count;
        for (int row = begin; row < end; row++)
        {
            double loss = 0;
            for (int i = 0; i < whole; i += FactorsPerLane * TLanes.Count)
            {
                loss += Sum<TLanes>(row, i, Math.Min(i + FactorsPerLane * TLanes.Count, whole));
            }

            losses[row] += loss + Sum<Lane>(row, whole, features);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum<TLanes>(int row, int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0);
        TLanes one = TLanes.Broadcast(1);
        TLanes product = one;
        TLanes linear = zero;
        nint rowStart = (nint)row * stride;
        for (nint i = rowStart + begin; i < rowStart + end; i += TLanes.Count)
        {
            TLanes o = TLanes.Load(logits + i);
            TLanes x = TLanes.Load(targets + i);
            TLanes e = LaneMath.Exp(LaneMath.Min(zero - o, o));
            TLanes factor = one + e;
            TLanes probability = TLanes.IfGreater(o, zero, one, e) / factor;
            ((probability - x) * TLanes.Broadcast(gradientScale)).Store(gradient + i);
            product *= factor;
            linear += TLanes.MultiplyAdd(zero - x, o, LaneMath.Max(zero, o));
        }

        float* lanes = stackalloc float[2 * TLanes.Count];
        product.Store(lanes);
        linear.Store(lanes + TLanes.Count);
        (double products, double sum) = (1, 0);
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            products *= lanes[lane];
            sum += lanes[TLanes.Count + lane];
        }

        return sum + Math.Log(products);
    }
}
