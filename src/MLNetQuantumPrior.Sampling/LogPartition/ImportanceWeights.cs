namespace MLNetQuantumPrior.Sampling;

/// <summary>What the sum of weights w_r = exp(l_r) tells, without overflow.</summary>
/// <param name="Count">Number of weights.</param>
/// <param name="LogMean">log of the mean weight.</param>
/// <param name="EffectiveSampleSize">(sum w)^2 / sum w^2: between 1 and <paramref name="Count"/>.</param>
internal readonly record struct ImportanceWeights(int Count, double LogMean, double EffectiveSampleSize)
{
    /// <summary>
    /// Fewest chains' worth of weights that tell an error, where there are twice as many chains. With fewer, one or two weights are all of
    /// the mean, and those that were not met would be more.
    /// </summary>
    private const double FewestEffective = 16;

    /// <summary>
    /// Standard error of <see cref="LogMean"/> for independent weights, to first order: that of the mean weight over the mean weight.
    /// </summary>
    public double StandardError => Math.Sqrt(Math.Max(0, (Count / EffectiveSampleSize) - 1) / (Count - 1));

    /// <summary>
    /// Whether <see cref="StandardError"/> means anything: the effective sample size is large enough, as it came out and as it would be
    /// expected of logarithms that are normal above their median, Count exp(-variance), which does not depend on having met the largest.
    /// </summary>
    /// <param name="logWeights">The logarithms of the weights.</param>
    public bool AreReliable(ReadOnlySpan<double> logWeights)
    {
        double[] ascending = logWeights.ToArray();
        Array.Sort(ascending);
        double median = ascending[Count / 2];
        double variance = 0;
        foreach (double l in ascending.AsSpan(Count / 2))
        {
            variance += (l - median) * (l - median) / (Count - (Count / 2));
        }

        double fewest = Math.Min(FewestEffective, Count / 2.0);
        return EffectiveSampleSize >= fewest && Count * Math.Exp(-variance) >= fewest;
    }

    public static ImportanceWeights Of(ReadOnlySpan<double> logWeights)
    {
        double largest = double.NegativeInfinity;
        foreach (double l in logWeights)
        {
            largest = Math.Max(largest, l);
        }

        double sum = 0;
        double sumOfSquares = 0;
        foreach (double l in logWeights)
        {
            double w = Math.Exp(l - largest);
            sum += w;
            sumOfSquares += w * w;
        }

        return new(logWeights.Length, largest + Math.Log(sum / logWeights.Length), sum * sum / sumOfSquares);
    }
}
