namespace MLNetQuantumPrior.Leap;

/// <summary>The error of programmed couplings, from draws of a model that has none.</summary>
internal static class CouplingNoise
{
    /// <summary>
    /// A coupling of delta shows as a covariance of -beta delta, to first order, and errors of fields do not. Of r independent reads of
    /// uncoupled spins, a squared covariance has the expectation 1 / r, which is taken off.
    /// </summary>
    /// <param name="graph">Which pairs.</param>
    /// <param name="spins">The draws, of one submission after the other.</param>
    /// <param name="submissions">Of how many: spins are reversed in each in another way, and errors with them.</param>
    /// <param name="beta">Inverse temperature of couplings.</param>
    public static double Of(SpinGraph graph, SpinMatrix spins, int submissions, double beta)
    {
        double excess = 0;
        for (int k = 0; k < submissions; k++)
        {
            (int first, int end) = ((int)((long)spins.Rows * k / submissions), (int)((long)spins.Rows * (k + 1) / submissions));
            foreach ((int i, int j) in graph.Edges)
            {
                (double pair, double one, double other) = (0, 0, 0);
                for (int row = first; row < end; row++)
                {
                    pair += spins[row][i] * spins[row][j];
                    one += spins[row][i];
                    other += spins[row][j];
                }

                int reads = end - first;
                double covariance = (pair - (one * other / reads)) / reads;
                excess += (covariance * covariance) - (1.0 / reads);
            }
        }

        double perPair = excess / Math.Max(1, submissions * graph.Edges.Length);
        return Math.Sqrt(Math.Max(0, perPair)) / beta;
    }
}
