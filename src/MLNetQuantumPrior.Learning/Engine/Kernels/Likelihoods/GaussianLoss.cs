using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// What of -log p(x) under independent Gaussian variables with means o and precisions p depends on x: to the loss of each row it adds the
/// sum over features of p (x - o)^2 / 2; the gradient is gradientScale p (o - x).
/// </summary>
/// <remarks>From one row to the next it is <c>stride</c> values. The gradient may overwrite the means.</remarks>
internal readonly unsafe struct GaussianLoss(
    int stride,
    int features,
    float* means,
    float* targets,
    float* precisions,
    float gradientScale,
    float* gradient,
    double* losses) : ILaneKernel
{
    /// <summary>A running sum adds so many squares before they go on in doubles.</summary>
    private const int SquaresPerLane = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int whole = features - features % TLanes.Count;
        for (int row = begin; row < end; row++)
        {
            double squares = 0;
            for (int i = 0; i < whole; i += SquaresPerLane * TLanes.Count)
            {
                squares += Sum<TLanes>(row, i, Math.Min(i + SquaresPerLane * TLanes.Count, whole));
            }

            losses[row] += (squares + Sum<Lane>(row, whole, features)) / 2;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum<TLanes>(int row, int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Broadcast(0);
        nint rowStart = (nint)row * stride;
        for (nint i = begin; i < end; i += TLanes.Count)
        {
            TLanes difference = TLanes.Load(means + rowStart + i) - TLanes.Load(targets + rowStart + i);
            TLanes weighted = difference * TLanes.Load(precisions + i);
            (weighted * TLanes.Broadcast(gradientScale)).Store(gradient + rowStart + i);
            sum = TLanes.MultiplyAdd(weighted, difference, sum);
        }

        float* lanes = stackalloc float[TLanes.Count];
        sum.Store(lanes);
        double total = 0;
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            total += lanes[lane];
        }

        return total;
    }
}

/// <summary>
/// sums[j] = sum over rows of (x[row, j] - y[row, j])^2, added in the order of the rows, which are <c>stride</c> values apart.
/// </summary>
internal readonly unsafe struct SquaredResiduals(int rows, int stride, float* x, float* y, float* sums) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int j)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Broadcast(0);
        for (nint i = j; i < ((nint)rows * stride) + j; i += stride)
        {
            TLanes difference = TLanes.Load(x + i) - TLanes.Load(y + i);
            sum = TLanes.MultiplyAdd(difference, difference, sum);
        }

        sum.Store(sums + j);
    }
}
