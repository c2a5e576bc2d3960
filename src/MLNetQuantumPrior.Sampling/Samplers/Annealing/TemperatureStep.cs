namespace MLNetQuantumPrior.Sampling;

/// <summary>Chooses how far a population can be cooled at once.</summary>
internal static class TemperatureStep
{
    // How well the longest step is known: a little shorter costs one part in fifty more steps, and is no less right.
    private const double Precision = 0.98;

    /// <summary>
    /// The longest step of beta, at most <paramref name="limit"/>, after which the weights exp(-step E) have an effective sample size of at
    /// least <paramref name="efficiency"/> times their number. That size only shrinks as the step grows.
    /// </summary>
    /// <param name="energies">E of each replica.</param>
    /// <param name="efficiency">Between 0 and 1.</param>
    /// <param name="limit">Above 0.</param>
    /// <param name="logWeights">Working memory, one number a replica.</param>
    public static double Longest(ReadOnlySpan<double> energies, double efficiency, double limit, Span<double> logWeights)
    {
        if (IsEfficient(limit, energies, efficiency, logWeights))
        {
            return limit;
        }

        // Weights of Gaussian energies have the efficiency exp(-(step sigma)^2).
        double trial = Math.Min(Math.Sqrt(-Math.Log(efficiency)) / StandardDeviation(energies), limit / 2);
        (double low, double high) = (0, limit);
        while (low < Precision * high)
        {
            (low, high) = IsEfficient(trial, energies, efficiency, logWeights) ? (trial, high) : (low, trial);
            trial = low == 0 ? high / 2 : Math.Min(2 * low, (low + high) / 2);
        }

        return low;
    }

    /// <summary>Writes the logarithms of the weights exp(-step E).</summary>
    public static ImportanceWeights Weigh(double step, ReadOnlySpan<double> energies, Span<double> logWeights)
    {
        for (int r = 0; r < energies.Length; r++)
        {
            logWeights[r] = -step * energies[r];
        }

        return ImportanceWeights.Of(logWeights);
    }

    private static bool IsEfficient(double step, ReadOnlySpan<double> energies, double efficiency, Span<double> logWeights) =>
        Weigh(step, energies, logWeights).EffectiveSampleSize >= efficiency * energies.Length;

    private static double StandardDeviation(ReadOnlySpan<double> energies)
    {
        double mean = 0;
        foreach (double energy in energies)
        {
            mean += energy / energies.Length;
        }

        double variance = 0;
        foreach (double energy in energies)
        {
            variance += (energy - mean) * (energy - mean) / energies.Length;
        }

        return Math.Sqrt(variance);
    }
}
