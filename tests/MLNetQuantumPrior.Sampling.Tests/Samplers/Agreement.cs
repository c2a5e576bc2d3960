namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Compares averages over independent reads with their exact expectations.</summary>
internal static class Agreement
{
    /// <summary>Fails where a mean of s_i, of s_i s_j over an edge, or of the energy is more than four standard errors off.</summary>
    public static void AssertWithinFourSigma(SampleSet set, IsingModel model, double beta)
    {
        var exact = new ExactEnumeration(model, beta);
        int reads = set.Spins.Rows;
        for (int i = 0; i < model.SpinCount; i++)
        {
            double sum = 0;
            for (int r = 0; r < reads; r++)
            {
                sum += set.Spins[r][i];
            }

            AssertMean(exact.MeanSpins[i], 1 - Math.Pow(exact.MeanSpins[i], 2), sum, $"s_{i}");
        }

        for (int e = 0; e < model.Couplings.Length; e++)
        {
            (int i, int j) = (model.Graph.Edges[e].I, model.Graph.Edges[e].J);
            double sum = 0;
            for (int r = 0; r < reads; r++)
            {
                sum += set.Spins[r][i] * set.Spins[r][j];
            }

            AssertMean(exact.EdgeCorrelations[e], 1 - Math.Pow(exact.EdgeCorrelations[e], 2), sum, $"s_{i} s_{j}");
        }

        double variance = exact.Expectation(s => Math.Pow(model.Energy(s) - exact.MeanEnergy, 2));
        AssertMean(exact.MeanEnergy, variance, set.Energies.Sum(), "the energy");

        void AssertMean(double expected, double variance, double sum, string what)
        {
            double fourSigma = 4 * Math.Sqrt(Math.Max(variance, 0) / reads);
            Assert.AreEqual(expected, sum / reads, fourSigma + 1e-9, $"mean of {what} in {model.Graph}, beta {beta}");
        }
    }
}
