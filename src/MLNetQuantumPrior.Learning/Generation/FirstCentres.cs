namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The first centres of k-means and of mixtures, k-means++: rows, each chosen with a chance in proportion to its squared distance from the
/// nearest of those before (Arthur and Vassilvitskii 2007).
/// </summary>
internal static class FirstCentres
{
    /// <summary>Numbers of rows; where rows are the same, one may come again.</summary>
    /// <param name="rows">The rows. <c>[rows, columns]</c></param>
    /// <param name="columns">Values of a row.</param>
    /// <param name="count">How many to choose, at least 1.</param>
    /// <param name="random">Chooses.</param>
    public static int[] Choose(ReadOnlySpan<float> rows, int columns, int count, UniformStream random)
    {
        float[] uniforms = new float[count];
        random.Fill(uniforms);
        int[] chosen = new int[count];
        double[] distances = new double[rows.Length / columns];
        Array.Fill(distances, 1); // the first: any row
        for (int k = 0; k < count; k++)
        {
            chosen[k] = WeightedChoice.Of(distances, uniforms[k]);
            ReadOnlySpan<float> centre = rows.Slice(chosen[k] * columns, columns);
            for (int row = 0; row < distances.Length; row++)
            {
                double distance = SquaredDistance(rows.Slice(row * columns, columns), centre);
                distances[row] = k == 0 ? distance : Math.Min(distances[row], distance);
            }
        }

        return chosen;
    }

    public static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = x[i] - y[i];
            sum += difference * difference;
        }

        return sum;
    }
}
