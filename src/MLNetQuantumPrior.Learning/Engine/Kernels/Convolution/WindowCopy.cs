using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Moves windows of images to the rows of a matrix and back (known as im2col and col2im).</summary>
internal static unsafe class WindowCopy
{
    /// <summary>
    /// The k-th row of the matrix, rows being <paramref name="rowStep"/> apart, = the values of window first + k; zeros outside the image.
    /// Windows are counted through all images.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<TLanes>(in WindowGrid grid, float* images, int first, int count, float* matrix, int rowStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int lineSize = grid.Kernel * grid.Channels;
        WindowCursor window = new(grid, first);
        for (float* end = matrix + (nint)count * rowStep; matrix < end; matrix += rowStep, window.Next())
        {
            float* image = images + window.Image * grid.ImageSize;
            float* target = matrix;
            for (int u = 0; u < grid.Kernel; u++, target += lineSize)
            {
                int row = window.Top + u;
                float* source = image + (row * grid.Width + window.Left) * grid.Channels;
                if ((uint)row >= (uint)grid.Height)
                {
                    Clear<TLanes>(target, lineSize);
                }
                else if (window.IsWithinColumns)
                {
                    Copy<TLanes>(source, target, lineSize);
                }
                else
                {
                    Clear<TLanes>(target, window.Begin);
                    Copy<TLanes>(source + window.Begin, target + window.Begin, window.End - window.Begin);
                    Clear<TLanes>(target + window.End, lineSize - window.End);
                }
            }
        }
    }

    /// <summary>
    /// Adds each value of the matrix to the pixel's channel that <see cref="Gather"/> takes it from; window by window, in order.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAdd<TLanes>(in WindowGrid grid, float* images, int first, int count, float* matrix, int rowStep)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int lineSize = grid.Kernel * grid.Channels;
        WindowCursor window = new(grid, first);
        for (float* end = matrix + (nint)count * rowStep; matrix < end; matrix += rowStep, window.Next())
        {
            float* image = images + window.Image * grid.ImageSize;
            float* source = matrix;
            for (int u = 0; u < grid.Kernel; u++, source += lineSize)
            {
                int row = window.Top + u;
                if ((uint)row < (uint)grid.Height)
                {
                    float* target = image + (row * grid.Width + window.Left) * grid.Channels;
                    Add<TLanes>(source + window.Begin, target + window.Begin, window.End - window.Begin);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<TLanes>(float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Broadcast(0).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TLanes>(float* source, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Load(source + i).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(float* source, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            (TLanes.Load(target + i) + TLanes.Load(source + i)).Store(target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }
}
