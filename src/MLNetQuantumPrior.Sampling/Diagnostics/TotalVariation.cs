namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// How far samples of a small model are from its exact distribution: half the sum over all 2^n states of |share of the samples -
/// probability|, between 0 and 1.
/// </summary>
/// <remarks>
/// A finite number of samples is hardly ever at distance 0, so compare it with <see cref="OfExactDraws"/>, the floor that independent exact
/// draws reach. The floor is low where few states carry almost all probability. Where it comes near 1, as for weakly coupled models of many
/// spins, the distance says nothing about a sampler.
/// </remarks>
public static class TotalVariation
{
    /// <summary>The distance of samples from the distribution.</summary>
    /// <param name="exact">The exact distribution, at the temperature that was asked of the sampler.</param>
    /// <param name="samples">One configuration a row, at least one.</param>
    /// <param name="weights">Importance of each sample, at least 0; empty where all count the same.</param>
    /// <exception cref="ArgumentException">Samples or weights do not fit.</exception>
    public static double Of(ExactEnumeration exact, SpinMatrix samples, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Rows < 1 || samples.Columns != exact.Model.SpinCount)
        {
            throw new ArgumentException(
                $"Samples: expected 1 or more of {exact.Model.SpinCount} spins, got {samples.Rows} of {samples.Columns}.", nameof(samples));
        }

        double[] shares = SampleWeights.Normalized(weights, samples.Rows);
        var seen = new Dictionary<int, (double Share, int Sample)>();
        for (int r = 0; r < samples.Rows; r++)
        {
            int state = State(samples[r]);
            seen[state] = (seen.GetValueOrDefault(state).Share + shares[r], r);
        }

        // Shares and probabilities have the same sum, so half the absolute differences is the sum of the positive ones.
        double distance = 0;
        foreach ((double share, int sample) in seen.Values)
        {
            distance += Math.Max(0, share - Math.Exp(exact.LogProbability(samples[sample])));
        }

        return distance;
    }

    /// <summary>The expected distance of so many independent exact draws from the distribution, in closed form.</summary>
    /// <param name="exact">The exact distribution.</param>
    /// <param name="draws">Number of draws, at least 1.</param>
    public static double OfExactDraws(ExactEnumeration exact, int draws)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        double sum = 0;
        foreach (double p in exact.Probabilities())
        {
            sum += BinomialDeviation.Mean(draws, p);
        }

        return sum / (2.0 * draws);
    }

    private static int State(ReadOnlySpan<sbyte> spins)
    {
        int state = 0;
        for (int i = 0; i < spins.Length; i++)
        {
            state |= spins[i] > 0 ? 1 << i : 0;
        }

        return state;
    }
}
