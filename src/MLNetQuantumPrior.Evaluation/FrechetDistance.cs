namespace MLNetQuantumPrior.Learning;

/// <summary>How far two sets of rows are apart, seen as normal laws in a space of features.</summary>
public static class FrechetDistance
{
    /// <summary>
    /// |m1 - m2|^2 + tr(S1 + S2 - 2 (S1^1/2 S2 S1^1/2)^1/2): the squared Wasserstein distance of the two normal laws, 0 where they are
    /// equal (Dowson and Landau 1982; of features of a classifier, Heusel et al. 2017).
    /// </summary>
    /// <remarks>Estimated moments make it too large by about one over the number of rows: compare figures of equally many rows.</remarks>
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

        double[] root = SquareRoot(first.Covariance, first.Columns);
        double[] product = Product(Product(root, second.Covariance, first.Columns), root, first.Columns);
        return Math.Max(0, distance - (2 * new SymmetricEigen(product, first.Columns).Values.Sum(value => Math.Sqrt(Math.Max(0, value)))));
    }

    /// <summary>V sqrt(D) V^T of S = V D V^T; what rounding made negative counts as 0.</summary>
    private static double[] SquareRoot(double[] matrix, int size)
    {
        var eigen = new SymmetricEigen(matrix, size);
        double[] scaled = new double[matrix.Length], transposed = new double[matrix.Length];
        for (int k = 0; k < size; k++)
        {
            double root = Math.Sqrt(Math.Max(0, eigen.Values[k]));
            for (int i = 0; i < size; i++)
            {
                transposed[(i * size) + k] = eigen.Vectors[(k * size) + i];
                scaled[(k * size) + i] = root * eigen.Vectors[(k * size) + i];
            }
        }

        return Product(transposed, scaled, size);
    }

    private static double[] Product(double[] a, double[] b, int size)
    {
        double[] product = new double[a.Length];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                double factor = a[(i * size) + k];
                for (int j = 0; j < size; j++)
                {
                    product[(i * size) + j] += factor * b[(k * size) + j];
                }
            }
        }

        return product;
    }
}
