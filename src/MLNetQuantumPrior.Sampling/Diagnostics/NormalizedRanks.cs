namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Replaces each number by the normal quantile of (rank - 3/8) / (count + 1/4) among all numbers of all series (Blom 1958): what does not
/// depend on the tails of their law, or on whether it has a variance.
/// </summary>
internal static class NormalizedRanks
{
    public static double[][] Of(double[][] series)
    {
        double[] sorted = [.. series.SelectMany(s => s)];
        Array.Sort(sorted);
        var score = new Dictionary<double, double>();
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            double meanRank = (first + 1 + end) / 2.0; // of ties; ranks start at 1
            score[sorted[first]] = NormalQuantile.Of((meanRank - 0.375) / (sorted.Length + 0.25));
        }

        return Array.ConvertAll(series, s => Array.ConvertAll(s, x => score[x]));
    }
}
