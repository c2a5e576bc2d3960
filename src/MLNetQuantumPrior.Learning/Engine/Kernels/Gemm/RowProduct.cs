using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// y = start + x W of one row, where packing and tiles would cost more than the product: rows of W go by as they lie in memory, eight at
/// once, and those of an x of 0 (half the bits of a code, and what ReLU sets to 0) are left out. The sums are those of the tiles, one chain
/// of fused multiply-adds in the order of the index, since adding 0 changes nothing but the sign of a zero. Items are columns.
/// </summary>
/// <param name="depth">Values of x, rows of W.</param>
/// <param name="columns">Values of y, columns of W.</param>
/// <param name="x">[depth]</param>
/// <param name="w">Finite. [depth, columns]</param>
/// <param name="start">What the sums begin with. [columns]</param>
/// <param name="y">Receives [columns].</param>
internal readonly unsafe struct RowProduct(int depth, int columns, float* x, float* w, float* start, float* y) : ILaneKernel
{
    private const int DepthAtOnce = 512, RowsAtOnce = 8;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        new ReadOnlySpan<float>(start + begin, end - begin).CopyTo(new Span<float>(y + begin, end - begin));
        float* factors = stackalloc float[DepthAtOnce];
        float** rows = stackalloc float*[DepthAtOnce];
        for (int first = 0; first < depth; first += DepthAtOnce)
        {
            int count = 0, last = Math.Min(first + DepthAtOnce, depth);
            for (int k = first; k < last; k++)
            {
                factors[count] = x[k];
                rows[count] = w + ((nint)k * columns);
                count += x[k] != 0 ? 1 : 0;
            }

            int i = 0;
            for (; i <= count - RowsAtOnce; i += RowsAtOnce)
            {
                int j = begin;
                for (; j <= end - TLanes.Count; j += TLanes.Count)
                {
                    AddEight<TLanes>(factors + i, rows + i, j);
                }

                for (; j < end; j++)
                {
                    AddEight<Lane>(factors + i, rows + i, j);
                }
            }

            for (; i < count; i++)
            {
                int j = begin;
                for (; j <= end - TLanes.Count; j += TLanes.Count)
                {
                    Add<TLanes>(factors[i], rows[i], j);
                }

                for (; j < end; j++)
                {
                    Add<Lane>(factors[i], rows[i], j);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddEight<TLanes>(float* factors, float** rows, int j)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Load(y + j);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[0]), TLanes.Load(rows[0] + j), sum);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[1]), TLanes.Load(rows[1] + j), sum);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[2]), TLanes.Load(rows[2] + j), sum);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[3]), TLanes.Load(rows[3] + j), sum);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[4]), TLanes.Load(rows[4] + j), sum);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[5]), TLanes.Load(rows[5] + j), sum);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[6]), TLanes.Load(rows[6] + j), sum);
        sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[7]), TLanes.Load(rows[7] + j), sum);
        sum.Store(y + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add<TLanes>(float factor, float* row, int j)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(TLanes.Broadcast(factor), TLanes.Load(row + j), TLanes.Load(y + j)).Store(y + j);
}
