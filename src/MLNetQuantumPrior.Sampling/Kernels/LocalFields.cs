namespace MLNetQuantumPrior.Sampling;

/// <summary>The scales of the local fields h_i + sum_j J_ij s_j that spins can meet.</summary>
internal static class LocalFields
{
    /// <summary>The largest local field that any spin can meet, max_i (|h_i| + sum_j |J_ij|); 1 for a model without energies.</summary>
    public static double Largest(IsingModel model)
    {
        double[] sums = [.. model.Fields.Select(h => Math.Abs((double)h))];
        for (int e = 0; e < model.Couplings.Length; e++)
        {
            double coupling = Math.Abs((double)model.Couplings[e]);
            sums[model.Graph.Edges[e].I] += coupling;
            sums[model.Graph.Edges[e].J] += coupling;
        }

        double largest = sums.Max();
        return largest > 0 ? largest : 1;
    }

    /// <summary>
    /// The largest standard deviation of the local field of a spin whose neighbours are random, max_i sqrt(h_i^2 + sum_j J_ij^2), h counted
    /// as if its sign were random too; 1 for a model without energies.
    /// </summary>
    public static double LargestDeviation(IsingModel model)
    {
        double[] squares = [.. model.Fields.Select(h => (double)h * h)];
        for (int e = 0; e < model.Couplings.Length; e++)
        {
            double square = (double)model.Couplings[e] * model.Couplings[e];
            squares[model.Graph.Edges[e].I] += square;
            squares[model.Graph.Edges[e].J] += square;
        }

        double largest = Math.Sqrt(squares.Max());
        return largest > 0 ? largest : 1;
    }

    /// <summary>
    /// The smallest over spins of the largest term of their local field, min_i max(|h_i|, max_j |J_ij|), without spins that have none, but
    /// at least a hundredth of the median of these terms: a nearly dead spin does not count. 1 for a model without energies.
    /// </summary>
    public static double SmallestStep(IsingModel model)
    {
        double[] steps = [.. model.Fields.Select(h => Math.Abs((double)h))];
        for (int e = 0; e < model.Couplings.Length; e++)
        {
            double coupling = Math.Abs((double)model.Couplings[e]);
            (int i, int j) = (model.Graph.Edges[e].I, model.Graph.Edges[e].J);
            steps[i] = Math.Max(steps[i], coupling);
            steps[j] = Math.Max(steps[j], coupling);
        }

        double[] ascending = [.. steps.Where(step => step > 0).Order()];
        return ascending.Length == 0 ? 1 : Math.Max(ascending[0], ascending[ascending.Length / 2] / 100);
    }
}
