namespace MLNetQuantumPrior.Evaluation;

/// <summary>Shares of values in bins of one width.</summary>
/// <param name="Low">Where the first bin begins.</param>
/// <param name="BinWidth">Width of a bin.</param>
/// <param name="Shares">Part of the values in each bin; their sum is 1 where all values lie within the bins.</param>
public sealed record Histogram(double Low, double BinWidth, ImmutableArray<double> Shares)
{
    /// <summary>Counts values into bins that two sets have in common, so that they can be laid over one another.</summary>
    internal static (Histogram First, Histogram Second) Of(double[] first, double[] second, int bins)
    {
        double low = Math.Min(first.Min(), second.Min()), high = Math.Max(first.Max(), second.Max());
        double width = high > low ? (high - low) / bins : 1;
        return (Count(first), Count(second));

        Histogram Count(double[] values)
        {
            double[] shares = new double[bins];
            foreach (double value in values)
            {
                shares[Math.Min(bins - 1, (int)((value - low) / width))] += 1.0 / values.Length;
            }

            return new(low, width, [.. shares]);
        }
    }
}
