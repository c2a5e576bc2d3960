using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>sums[k] = sum of the squares of the k-th <see cref="Chunk"/> of values, bitwise the same on every width.</summary>
internal readonly unsafe struct SquareSums(int count, float* values, double* sums) : ILaneKernel
{
    /// <summary>64 KiB, a few microseconds; each of the running sums adds 256 squares before they go on in doubles.</summary>
    public const int Chunk = 256 * RunningSums;

    private const int RunningSums = 64;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* running = stackalloc float[RunningSums];
        for (int chunk = begin; chunk < end; chunk++)
        {
            float* first = values + (nint)chunk * Chunk;
            int length = Math.Min(Chunk, count - chunk * Chunk);
            int whole = length - length % RunningSums;
            double total = 0;
            for (int j = 0; j < RunningSums; j += TLanes.Count)
            {
                TLanes sum = TLanes.Broadcast(0);
                for (int i = j; i < whole; i += RunningSums)
                {
                    TLanes x = TLanes.Load(first + i);
                    sum = TLanes.MultiplyAdd(x, x, sum);
                }

                sum.Store(running + j);
            }

            for (int j = 0; j < RunningSums; j++)
            {
                total += running[j];
            }

            for (int i = whole; i < length; i++)
            {
                total += (double)first[i] * first[i];
            }

            sums[chunk] = total;
        }
    }
}

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
