namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>
/// Compares samplers whose reads depend on one another with exact expectations: runs of different seeds are independent, so the spread of
/// their averages is an honest error whatever happens inside a run.
/// </summary>
internal static class IndependentRuns
{
    private const int Runs = 100;
    private const int Reads = 640;

    /// <summary>
    /// Over the means of s_i and of s_i s_j along edges, the largest distance from enumeration at beta 1 in standard errors of the mean
    /// over runs. Moments close to -1 or +1 may not vary in any run; their error is taken to be at least that of as many independent draws.
    /// </summary>
    public static double LargestDeviation(IIsingSampler sampler, IsingModel model)
    {
        var enumeration = new ExactEnumeration(model);
        double[] exact = [.. enumeration.MeanSpins, .. enumeration.EdgeCorrelations];
        double[] sums = new double[exact.Length];
        double[] squares = new double[exact.Length];
        for (int run = 0; run < Runs; run++)
        {
            double[] means = Means(sampler.Sample(model, new(Reads, Seed: (ulong)(1000 + run))), model);
            for (int k = 0; k < means.Length; k++)
            {
                sums[k] += means[k];
                squares[k] += means[k] * means[k];
            }
        }

        double largest = 0;
        for (int k = 0; k < exact.Length; k++)
        {
            double mean = sums[k] / Runs;
            double overRuns = ((squares[k] / Runs) - (mean * mean)) / (Runs - 1);
            double ofIndependentDraws = (1 - (exact[k] * exact[k])) / (Runs * Reads);
            largest = Math.Max(largest, Math.Abs(mean - exact[k]) / Math.Sqrt(Math.Max(overRuns, ofIndependentDraws)));
        }

        return largest;
    }

    private static double[] Means(SampleSet set, IsingModel model)
    {
        int n = model.SpinCount;
        ReadOnlySpan<SpinEdge> edges = model.Graph.Edges.AsSpan();
        double[] means = new double[n + edges.Length];
        for (int r = 0; r < set.Spins.Rows; r++)
        {
            ReadOnlySpan<sbyte> s = set.Spins[r];
            for (int i = 0; i < n; i++)
            {
                means[i] += s[i];
            }

            for (int e = 0; e < edges.Length; e++)
            {
                means[n + e] += s[edges[e].I] * s[edges[e].J];
            }
        }

        return [.. means.Select(m => m / set.Spins.Rows)];
    }
}
