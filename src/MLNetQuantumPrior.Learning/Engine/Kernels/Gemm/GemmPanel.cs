using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// Copies a few columns of the right-hand matrix together, scaled, row after row without gaps, so that tiles read them from the
/// first-level cache. Missing columns become zeros.
/// </summary>
internal static unsafe class GemmPanel
{
    /// <summary>panel[k, j] = scale * source[k * step + j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<TLanes>(float* source, nint step, int depth, int columns, float scale, float* panel, int width)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int whole = columns - columns % TLanes.Count;
        for (int k = 0; k < depth; k++, source += step, panel += width)
        {
            int j = 0;
            for (; j < whole; j += TLanes.Count)
            {
                (TLanes.Load(source + j) * TLanes.Broadcast(scale)).Store(panel + j);
            }

            for (; j < columns; j++)
            {
                panel[j] = source[j] * scale;
            }

            for (; j < width; j++)
            {
                panel[j] = 0;
            }
        }
    }

    /// <summary>panel[k, j] = scale * source[j * step + k], in blocks of four by four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed(float* source, nint step, int depth, int columns, float scale, float* panel, int width)
    {
        int j = 0;
        for (; j + 4 <= columns; j += 4, source += 4 * step, panel += 4)
        {
            int k = 0;
            for (; k + 4 <= depth; k += 4)
            {
                Transpose4x4(source + k, step, scale, panel + (nint)k * width, width);
            }

            for (; k < depth; k++)
            {
                for (int r = 0; r < 4; r++)
                {
                    panel[(nint)k * width + r] = source[r * step + k] * scale;
                }
            }
        }

        for (; j < width; j++, source += step, panel++)
        {
            for (int k = 0; k < depth; k++)
            {
                panel[(nint)k * width] = j < columns ? source[k] * scale : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* source, nint sourceStep, float scale, float* destination, nint destinationStep)
    {
        Vector128<float> row0 = Vector128.Load(source) * scale;
        Vector128<float> row1 = Vector128.Load(source + sourceStep) * scale;
        Vector128<float> row2 = Vector128.Load(source + 2 * sourceStep) * scale;
        Vector128<float> row3 = Vector128.Load(source + 3 * sourceStep) * scale;
        Vector128<float> low02 = InterleaveLow(row0, row2);
        Vector128<float> low13 = InterleaveLow(row1, row3);
        Vector128<float> high02 = InterleaveHigh(row0, row2);
        Vector128<float> high13 = InterleaveHigh(row1, row3);
        InterleaveLow(low02, low13).Store(destination);
        InterleaveHigh(low02, low13).Store(destination + destinationStep);
        InterleaveLow(high02, high13).Store(destination + 2 * destinationStep);
        InterleaveHigh(high02, high13).Store(destination + 3 * destinationStep);
    }

    /// <summary>a0 b0 a1 b1</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a2 b2 a3 b3</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
