namespace MLNetQuantumPrior.Learning;

/// <summary>A choice with chances in proportion to weights.</summary>
internal static class WeightedChoice
{
    /// <summary>The number of a weight.</summary>
    /// <param name="weights">At least one, each at least 0. Where all are 0, the last is chosen.</param>
    /// <param name="uniform">Uniform in [0, 1).</param>
    public static int Of(ReadOnlySpan<double> weights, double uniform)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        int chosen = 0;
        for (double upTo = weights[0]; upTo <= uniform * sum && chosen < weights.Length - 1; upTo += weights[chosen])
        {
            chosen++;
        }

        return chosen;
    }
}
