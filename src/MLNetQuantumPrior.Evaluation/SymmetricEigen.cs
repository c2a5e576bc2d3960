namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations: slow beyond some hundred rows, accurate always.
/// </summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th edition, section 8.5.</remarks>
internal sealed class SymmetricEigen
{
    /// <summary>Convergence is quadratic: some ten sweeps suffice for any matrix in double precision.</summary>
    private const int MaxSweeps = 60;

    /// <param name="matrix">[size, size], row by row; only symmetric matrices have this decomposition. Not changed.</param>
    /// <param name="size">Number of rows.</param>
    /// <exception cref="ArgumentException">The matrix holds a number that is not finite.</exception>
    public SymmetricEigen(ReadOnlySpan<double> matrix, int size)
    {
        foreach (double value in matrix)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"Matrix: expected finite numbers, got {value}.", nameof(matrix));
            }
        }

        double[] a = matrix.ToArray();
        double[] vectors = new double[a.Length]; // row k is eigenvector k
        for (int i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = 1;
        }

        for (int sweep = 0; sweep < MaxSweeps && Sweep(a, vectors, size); sweep++)
        {
        }

        (Values, Vectors) = ([.. Enumerable.Range(0, size).Select(i => a[(i * size) + i])], vectors);
    }

    /// <summary>Eigenvalues, in no particular order.</summary>
    public double[] Values { get; }

    /// <summary>Orthonormal eigenvectors, one a row, in the order of <see cref="Values"/>. <c>[size, size]</c></summary>
    public double[] Vectors { get; }

    /// <summary>Rotates every pair of axes once; false when nothing is left to rotate.</summary>
    private static bool Sweep(double[] a, double[] vectors, int n)
    {
        bool rotated = false;
        for (int p = 0; p < n - 1; p++)
        {
            for (int q = p + 1; q < n; q++)
            {
                double app = a[(p * n) + p], aqq = a[(q * n) + q], apq = a[(p * n) + q];
                if (Math.Abs(apq) <= 1e-18 * (Math.Abs(app) + Math.Abs(aqq)) || apq == 0)
                {
                    continue;
                }

                rotated = true;
                double theta = (aqq - app) / (2 * apq);
                // of the two roots the smaller: a rotation of at most 45 degrees
                double t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt(1 + (theta * theta)));
                double cosine = 1 / Math.Sqrt(1 + (t * t)), sine = t * cosine;
                Span<double> rowP = a.AsSpan(p * n, n), rowQ = a.AsSpan(q * n, n);
                Rotate(rowP, rowQ, cosine, sine);
                for (int k = 0; k < n; k++)
                {
                    (a[(k * n) + p], a[(k * n) + q]) = (rowP[k], rowQ[k]); // symmetric but for the block of p and q
                }

                (rowP[p], rowQ[q], rowP[q], rowQ[p]) = (app - (t * apq), aqq + (t * apq), 0, 0);
                Rotate(vectors.AsSpan(p * n, n), vectors.AsSpan(q * n, n), cosine, sine);
            }
        }

        return rotated;
    }

    private static void Rotate(Span<double> x, Span<double> y, double cosine, double sine)
    {
        for (int k = 0; k < x.Length; k++)
        {
            (x[k], y[k]) = ((cosine * x[k]) - (sine * y[k]), (sine * x[k]) + (cosine * y[k]));
        }
    }
}
