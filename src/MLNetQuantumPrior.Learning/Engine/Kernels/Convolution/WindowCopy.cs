using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Moves the rows of a matrix to the windows of padded images (known as col2im).</summary>
internal static unsafe class WindowCopy
{
    /// <summary>
    /// Adds the k-th row of the matrix to window first + k, window by window in order. Windows are counted through all images.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAdd<TLanes>(in WindowGrid grid, float* padded, int first, int count, float* matrix, int rowStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int line = grid.Kernel * grid.Channels, step = grid.PaddedWidth * grid.Channels;
        WindowCursor window = new(grid, first);
        for (float* end = matrix + (nint)count * rowStep; matrix < end; matrix += rowStep, window.Next())
        {
            float* target = padded + window.Start, source = matrix;
            for (int u = 0; u < grid.Kernel; u++, source += line, target += step)
            {
                int i = 0;
                for (; i <= line - TLanes.Count; i += TLanes.Count)
                {
                    Add<TLanes>(source + i, target + i);
                }

                for (; TLanes.Count > Lanes128.Count && i <= line - Lanes128.Count; i += Lanes128.Count)
                {
                    Add<Lanes128>(source + i, target + i);
                }

                for (; i < line; i++)
                {
                    target[i] += source[i];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(float* source, float* target)
        where TLanes : unmanaged, ILanes<TLanes> => (TLanes.Load(target) + TLanes.Load(source)).Store(target);
}
