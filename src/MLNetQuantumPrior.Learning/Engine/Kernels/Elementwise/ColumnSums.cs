using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>sums[j] = sum over rows of values[row, j], added in the order of the rows.</summary>
internal readonly unsafe struct ColumnSums(int rows, int columns, float* values, float* sums) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int j)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Broadcast(0);
        float* value = values + j;
        for (int row = 0; row < rows; row++, value += columns)
        {
            sum += TLanes.Load(value);
        }

        sum.Store(sums + j);
    }
}
