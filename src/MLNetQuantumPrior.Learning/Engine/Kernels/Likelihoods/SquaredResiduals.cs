using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

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
