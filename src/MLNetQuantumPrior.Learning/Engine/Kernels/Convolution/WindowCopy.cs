using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Moves windows of padded images to the rows of a matrix and back (known as im2col and col2im).</summary>
internal static unsafe class WindowCopy
{
    /// <summary>
    /// The k-th row of the matrix = the values from <paramref name="column"/> on of window first + k. Windows are counted through all
    /// images.
    /// </summary>
    /// <remarks>
    /// It copies whole registers: what a row has behind its values, up to the next row, is of no use, and the last row needs room for a
    /// register more.
    /// </remarks>
    /// <param name="grid">The windows.</param>
    /// <param name="padded">Images from <see cref="PaddedImages"/>.</param>
    /// <param name="first">The first window.</param>
    /// <param name="count">Number of windows.</param>
    /// <param name="column">The first value of each.</param>
    /// <param name="columns">Values of each, at most <paramref name="rowStep"/>.</param>
    /// <param name="matrix">Receives the values.</param>
    /// <param name="rowStep">From one row to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<TLanes>(
        in WindowGrid grid, float* padded, int first, int count, int column, int columns, float* matrix, int rowStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        WindowRun* runs = stackalloc WindowRun[grid.Kernel];
        int runCount = WindowRun.Fill(grid, column, columns, runs);
        WindowCursor window = new(grid, first);
        if (runCount == 1 && columns == 2 * TLanes.Count) // a panel of images with many channels
        {
            padded += runs->Source;
            for (float* end = matrix + (nint)count * rowStep; matrix < end; matrix += rowStep, window.Next())
            {
                Twice<TLanes>.Load(padded + window.Start).Store(matrix);
            }

            return;
        }

        for (float* end = matrix + (nint)count * rowStep; matrix < end; matrix += rowStep, window.Next())
        {
            float* start = padded + window.Start;
            for (int r = 0; r < runCount; r++)
            {
                float* source = start + runs[r].Source, target = matrix + runs[r].Target;
                for (int i = 0; i < runs[r].Length; i += TLanes.Count)
                {
                    TLanes.Load(source + i).Store(target + i);
                }
            }
        }
    }

    /// <summary>
    /// Adds each value of the matrix to the pixel's channel that <see cref="Gather"/> takes it from; window by window, in order.
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
