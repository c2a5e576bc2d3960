namespace MLNetQuantumPrior.Learning;

/// <summary>L of a symmetric positive matrix L L^T; lower triangles, row by row.</summary>
internal static class CholeskyFactor
{
    /// <summary>Turns the lower triangle of a matrix into that of its factor.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    public static void Factor(double[] triangle, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = triangle.AsSpan(GaussianComponent.TriangleLength(i), i + 1);
            for (int j = 0; j <= i; j++)
            {
                ReadOnlySpan<double> other = triangle.AsSpan(GaussianComponent.TriangleLength(j), j + 1);
                double rest = row[j] - Dot(row[..j], other[..j]);
                if (j < i)
                {
                    row[j] = rest / other[j];
                }
                else
                {
                    row[i] = rest > 0
                        ? Math.Sqrt(rest)
                        : throw new ArgumentException(
                            FormattableString.Invariant($"Covariance: expected a positive definite matrix, got pivot {rest} in row {i}."));
                }
            }
        }
    }

    /// <summary>Replaces x by the y with L y = x.</summary>
    public static void Solve(double[] factor, Span<double> x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            ReadOnlySpan<double> row = factor.AsSpan(GaussianComponent.TriangleLength(i), i + 1);
            x[i] = (x[i] - Dot(row[..i], x[..i])) / row[i];
        }
    }

    /// <summary>log det L.</summary>
    public static double LogDeterminant(double[] factor, int rows)
    {
        double sum = 0;
        for (int i = 0; i < rows; i++)
        {
            sum += Math.Log(factor[GaussianComponent.TriangleLength(i + 1) - 1]);
        }

        return sum;
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
