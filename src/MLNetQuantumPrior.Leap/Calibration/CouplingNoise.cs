namespace MLNetQuantumPrior.Leap;

/// <summary>The error of programmed couplings, from draws of a model that has none.</summary>
internal static class CouplingNoise
{
    /// <summary>
    /// A coupling of delta shows as a mean product of -beta delta, to first order. Of r independent reads without any, the squared mean
    /// product of a pair has the expectation 1 / r, which is taken off.
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
                int sum = 0;
                for (int row = first; row < end; row++)
                {
                    sum += spins[row][i] * spins[row][j];
                }

                int reads = end - first;
                double mean = (double)sum / reads;
                excess += (mean * mean) - ((1 - (mean * mean)) / Math.Max(1, reads - 1));
            }
        }

        double perPair = excess / Math.Max(1, submissions * graph.Edges.Length);
        return Math.Sqrt(Math.Max(0, perPair)) / beta;
    }
}
