namespace MLNetQuantumPrior.Learning;

/// <summary>A multivariate normal distribution, with any covariance.</summary>
/// <param name="Weight">Its share of the mixture that it belongs to, above 0 and at most 1.</param>
/// <param name="Mean">Mean of each number.</param>
/// <param name="Root">
/// The lower triangular Cholesky factor L of the covariance L L^T, row by row without the zeros: n (n + 1) / 2 values, those on the
/// diagonal above 0.
/// </param>
public sealed record GaussianComponent(double Weight, ImmutableArray<float> Mean, ImmutableArray<float> Root)
{
    /// <summary>Values of a lower triangle of n rows.</summary>
    internal static int TriangleLength(int rows) => rows * (rows + 1) / 2;

    /// <summary>mean + scale L e.</summary>
    /// <param name="noise">Standard normal numbers. <c>[n]</c></param>
    /// <param name="scale">Factor on the deviations.</param>
    /// <param name="drawn">Receives the draw; must not overlap the noise. <c>[n]</c></param>
    internal void Draw(ReadOnlySpan<float> noise, double scale, Span<float> drawn)
    {
        ReadOnlySpan<float> row = Root.AsSpan();
        for (int i = 0; i < drawn.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j <= i; j++)
            {
                sum += row[j] * noise[j];
            }

            drawn[i] = (float)(Mean[i] + (scale * sum));
            row = row[(i + 1)..];
        }
    }
}
