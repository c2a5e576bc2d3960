using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>result[image, column, row] = source[image, row, column]: from channel after channel to pixel after pixel, or back.</summary>
internal readonly unsafe struct ImageTransposition(int rows, int columns, float* source, float* result) : ILaneKernel
{
    /// <summary>Items are images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nint size = (nint)rows * columns;
        for (int image = begin; image < end; image++)
        {
            GemmPanel.PackTransposed(source + image * size, columns, columns, rows, 1, result + image * size, rows);
        }
    }
}
