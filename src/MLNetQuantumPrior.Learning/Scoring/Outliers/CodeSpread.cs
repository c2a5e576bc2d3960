namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Where the codes of ordinary rows lie: the mean of their posterior means m, and their covariance C, shrunk by 2 % towards as much
/// variance in every direction. The Mahalanobis distance of a code is (m - mean) inverse(C) (m - mean).
/// </summary>
internal sealed record CodeSpread
{
    /// <summary>More latents have no covariance here: it would take longer to measure, and to store, than the networks.</summary>
    public const int MostLatents = 512;

    private const double Shrinkage = 0.02, SmallestVariance = 1e-6;

    /// <param name="mean">Mean of the latents.</param>
    /// <param name="whitening">Row by row the lower triangle of a matrix W with W' W the inverse of the covariance.</param>
    public CodeSpread(ImmutableArray<float> mean, ImmutableArray<float> whitening)
    {
        (Mean, Whitening) = (mean, whitening);
    }

    public ImmutableArray<float> Mean { get; }

    public ImmutableArray<float> Whitening { get; }

    /// <summary>Entries of a lower triangle.</summary>
    public static int TriangleOf(int latents) => latents * (latents + 1) / 2;

    /// <summary>Measures codes of at least one row; null where there are too many latents.</summary>
    /// <param name="means">Posterior means. <c>[rows, latents]</c></param>
    /// <param name="latents">Number of latents.</param>
    public static CodeSpread? Of(float[] means, int latents)
    {
        if (latents > MostLatents)
        {
            return null;
        }

        int rows = means.Length / latents;
        double[] mean = new double[latents], centred = new double[latents];
        double[][] covariance = [.. Enumerable.Range(0, latents).Select(i => new double[i + 1])];
        for (int k = 0; k < means.Length; k++)
        {
            mean[k % latents] += means[k] / (double)rows;
        }

        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < latents; i++)
            {
                centred[i] = means[(row * latents) + i] - mean[i];
                double[] own = covariance[i];
                for (int j = 0; j <= i; j++)
                {
                    own[j] += centred[i] * centred[j];
                }
            }
        }

        double variance = covariance.Sum(own => own[^1]) / rows / latents;
        for (int i = 0; i < latents; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                covariance[i][j] *= (1 - Shrinkage) / rows;
            }

            covariance[i][i] += Math.Max(Shrinkage * variance, SmallestVariance);
        }

        return new([.. mean.Select(value => (float)value)], Inverse(Cholesky(covariance)));
    }

    /// <summary>The squared distance of a code from the ordinary ones.</summary>
    public double Distance(ReadOnlySpan<float> means)
    {
        double sum = 0;
        int next = 0;
        for (int i = 0; i < means.Length; i++)
        {
            double whitened = 0;
            for (int j = 0; j <= i; j++)
            {
                whitened += Whitening[next++] * ((double)means[j] - Mean[j]);
            }

            sum += whitened * whitened;
        }

        return sum;
    }

    /// <summary>The lower triangle L with L L' the matrix, in its place.</summary>
    private static double[][] Cholesky(double[][] matrix)
    {
        for (int i = 0; i < matrix.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++)
                {
                    rest -= matrix[i][k] * matrix[j][k];
                }

                matrix[i][j] = i == j ? Math.Sqrt(rest) : rest / matrix[j][j];
            }
        }

        return matrix;
    }

    private static ImmutableArray<float> Inverse(double[][] lower)
    {
        double[][] inverse = [.. lower.Select(row => new double[row.Length])];
        for (int column = 0; column < lower.Length; column++)
        {
            inverse[column][column] = 1 / lower[column][column];
            for (int i = column + 1; i < lower.Length; i++)
            {
                double sum = 0;
                for (int k = column; k < i; k++)
                {
                    sum += lower[i][k] * inverse[k][column];
                }

                inverse[i][column] = -sum / lower[i][i];
            }
        }

        return [.. inverse.SelectMany(row => row).Select(value => (float)value)];
    }
}
