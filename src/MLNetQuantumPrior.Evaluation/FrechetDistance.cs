using MathNet.Numerics.LinearAlgebra;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>How far two sets of rows are apart, seen as normal distributions in a space of features.</summary>
public static class FrechetDistance
{
    /// <summary>
    /// |m1 - m2|^2 + tr(S1 + S2 - 2 (S1^1/2 S2 S1^1/2)^1/2): the squared Wasserstein distance of the two normal distributions, 0 where
    /// they are equal (Dowson and Landau 1982; of features of a classifier, Heusel et al. 2017).
    /// </summary>
    /// <remarks>Estimated moments make it too large, by about one over the number of rows: compare figures of equally many rows.</remarks>
    /// <exception cref="ArgumentException">The two have different numbers of features.</exception>
    public static double Between(FeatureMoments first, FeatureMoments second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Columns != second.Columns)
        {
            throw new ArgumentException(
                $"Features: expected {first.Columns}, as many as of the first rows, got {second.Columns}.", nameof(second));
        }

        double distance = first.TotalVariance + second.TotalVariance;
        for (int i = 0; i < first.Columns; i++)
        {
            double difference = first.Mean[i] - second.Mean[i];
            distance += difference * difference;
        }

        Matrix<double> root = SquareRoot(Square(first.Covariance, first.Columns));
        Matrix<double> product = root * Square(second.Covariance, first.Columns) * root;
        return Math.Max(0, distance - (2 * Roots(product.Evd(Symmetricity.Symmetric).EigenValues).Sum()));
    }

    private static Matrix<double> Square(double[] symmetric, int size) => Matrix<double>.Build.Dense(size, size, symmetric);

    /// <summary>V sqrt(D) V^T of S = V D V^T.</summary>
    private static Matrix<double> SquareRoot(Matrix<double> matrix)
    {
        var eigen = matrix.Evd(Symmetricity.Symmetric);
        Matrix<double> vectors = eigen.EigenVectors;
        return (vectors * Matrix<double>.Build.DiagonalOfDiagonalArray(Roots(eigen.EigenValues))).TransposeAndMultiply(vectors);
    }

    /// <summary>What rounding made negative counts as 0.</summary>
    private static double[] Roots(Vector<System.Numerics.Complex> values) =>
        [.. values.Select(value => Math.Sqrt(Math.Max(0, value.Real)))];
}
