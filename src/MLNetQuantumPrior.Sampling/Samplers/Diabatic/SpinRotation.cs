using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The two operations of a split anneal on part of a state vector, its real and imaginary parts in arrays of their own.</summary>
internal static class SpinRotation
{
    /// <summary>Multiplies each amplitude by exp(-i phase E).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Phase(Span<double> real, Span<double> imaginary, ReadOnlySpan<double> energies, double phase)
    {
        if (real.Length < Vector256<double>.Count)
        {
            PhaseScalar(real, imaginary, energies, phase);
            return;
        }

        Span<Vector256<double>> re = MemoryMarshal.Cast<double, Vector256<double>>(real);
        Span<Vector256<double>> im = MemoryMarshal.Cast<double, Vector256<double>>(imaginary)[..re.Length];
        ReadOnlySpan<Vector256<double>> e = MemoryMarshal.Cast<double, Vector256<double>>(energies)[..re.Length];
        for (int k = 0; k < re.Length; k++)
        {
            (Vector256<double> sin, Vector256<double> cos) = Vector256.SinCos(e[k] * phase);
            (Vector256<double> x, Vector256<double> y) = (re[k], im[k]);
            re[k] = Vector256.FusedMultiplyAdd(y, sin, x * cos);
            im[k] = Vector256.FusedMultiplyAdd(-x, sin, y * cos);
        }
    }

    /// <summary>
    /// Applies exp(i angle sigma_x) to the spins whose bits stand for strides first, 2 first, 4 first and so on below the length.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(Span<double> real, Span<double> imaginary, int firstStride, double angle)
    {
        if (real.Length < Vector256<double>.Count)
        {
            TurnScalar(real, imaginary, firstStride, angle);
            return;
        }

        Vector256<double> cos = Vector256.Create(Math.Cos(angle));
        Vector256<double> sin = Vector256.Create(Math.Sin(angle));
        Span<Vector256<double>> re = MemoryMarshal.Cast<double, Vector256<double>>(real);
        Span<Vector256<double>> im = MemoryMarshal.Cast<double, Vector256<double>>(imaginary);
        if (firstStride == 1)
        {
            TurnWithinVectors(re, im, cos, sin);
        }

        for (int stride = Math.Max(firstStride / Vector256<double>.Count, 1); stride < re.Length; stride *= 2)
        {
            for (int start = 0; start < re.Length; start += 2 * stride)
            {
                Span<Vector256<double>> reDown = re.Slice(start, stride);
                Span<Vector256<double>> reUp = re.Slice(start + stride, stride);
                Span<Vector256<double>> imDown = im.Slice(start, stride);
                Span<Vector256<double>> imUp = im.Slice(start + stride, stride);
                for (int k = 0; k < reDown.Length; k++)
                {
                    (Vector256<double> x0, Vector256<double> y0) = (reDown[k], imDown[k]);
                    (Vector256<double> x1, Vector256<double> y1) = (reUp[k], imUp[k]);
                    reDown[k] = Vector256.FusedMultiplyAdd(-sin, y1, cos * x0);
                    imDown[k] = Vector256.FusedMultiplyAdd(sin, x1, cos * y0);
                    reUp[k] = Vector256.FusedMultiplyAdd(-sin, y0, cos * x1);
                    imUp[k] = Vector256.FusedMultiplyAdd(sin, x0, cos * y1);
                }
            }
        }
    }

    /// <summary>The plain form of <see cref="Phase"/>.</summary>
    public static void PhaseScalar(Span<double> real, Span<double> imaginary, ReadOnlySpan<double> energies, double phase)
    {
        for (int k = 0; k < real.Length; k++)
        {
            (double sin, double cos) = Math.SinCos(energies[k] * phase);
            (double x, double y) = (real[k], imaginary[k]);
            real[k] = (x * cos) + (y * sin);
            imaginary[k] = (y * cos) - (x * sin);
        }
    }

    /// <summary>The plain form of <see cref="Turn"/>.</summary>
    public static void TurnScalar(Span<double> real, Span<double> imaginary, int firstStride, double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        for (int stride = firstStride; stride < real.Length; stride *= 2)
        {
            for (int k = 0; k < real.Length; k++)
            {
                if ((k & stride) == 0)
                {
                    (double x0, double y0, double x1, double y1) = (real[k], imaginary[k], real[k + stride], imaginary[k + stride]);
                    (real[k], imaginary[k]) = ((cos * x0) - (sin * y1), (cos * y0) + (sin * x1));
                    (real[k + stride], imaginary[k + stride]) = ((cos * x1) - (sin * y0), (cos * y1) + (sin * x0));
                }
            }
        }
    }

    // Both spins whose bits number the lanes of a vector: swapping lanes brings each amplitude its partner.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnWithinVectors(
        Span<Vector256<double>> re, Span<Vector256<double>> im, Vector256<double> cos, Vector256<double> sin)
    {
        for (int k = 0; k < re.Length; k++)
        {
            (Vector256<double> x, Vector256<double> y) = (re[k], im[k]);
            (Vector256<double> x1, Vector256<double> y1) = (Neighbours(x), Neighbours(y));
            (x, y) = (Vector256.FusedMultiplyAdd(-sin, y1, cos * x), Vector256.FusedMultiplyAdd(sin, x1, cos * y));
            (x1, y1) = (Halves(x), Halves(y));
            re[k] = Vector256.FusedMultiplyAdd(-sin, y1, cos * x);
            im[k] = Vector256.FusedMultiplyAdd(sin, x1, cos * y);
        }

        static Vector256<double> Neighbours(Vector256<double> v) => Vector256.Shuffle(v, Vector256.Create(1L, 0, 3, 2));
        static Vector256<double> Halves(Vector256<double> v) => Vector256.Shuffle(v, Vector256.Create(2L, 3, 0, 1));
    }
}
