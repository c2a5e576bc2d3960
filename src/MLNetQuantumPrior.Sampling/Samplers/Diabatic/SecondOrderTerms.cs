namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The second-order part of log p after a diabatic anneal: a sum of s_j over spins and s_j s_k over pairs, whose weights are sums over the
/// spins that j, or j and k, are coupled to.
/// </summary>
internal static class SecondOrderTerms
{
    /// <summary>Its variance under independent fair spins: the sum of the squared weights.</summary>
    public static double Variance(IsingModel model, DiabaticTemperature temperature)
    {
        int n = model.SpinCount;
        var rows = new SparseRows(model.Graph);
        double[] pairs = new double[n];
        double variance = 0;
        for (int j = 0; j < n; j++)
        {
            double single = 0;
            for (int a = rows.Start[j]; a < rows.Start[j + 1]; a++)
            {
                int i = rows.Neighbour[a];
                double coupling = model.Couplings[rows.Edge[a]];
                single += coupling * model.Fields[i];
                for (int b = rows.Start[i]; b < rows.Start[i + 1]; b++)
                {
                    pairs[rows.Neighbour[b]] += coupling * model.Couplings[rows.Edge[b]];
                }
            }

            variance += Square(temperature.FieldCouplingTerm * single);

            // Each k once, however many ways lead there: the first visit takes the sum and leaves 0.
            for (int a = rows.Start[j]; a < rows.Start[j + 1]; a++)
            {
                int i = rows.Neighbour[a];
                for (int b = rows.Start[i]; b < rows.Start[i + 1]; b++)
                {
                    int k = rows.Neighbour[b];
                    variance += k > j ? Square(temperature.CouplingPairTerm * pairs[k]) : 0;
                    pairs[k] = 0;
                }
            }
        }

        return variance;
    }

    private static double Square(double x) => x * x;
}
