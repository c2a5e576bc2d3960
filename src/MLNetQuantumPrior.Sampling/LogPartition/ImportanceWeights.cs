namespace MLNetQuantumPrior.Sampling;

/// <summary>What the sum of weights w_r = exp(l_r) tells, without overflow.</summary>
/// <param name="Count">Number of weights.</param>
/// <param name="LogMean">log of the mean weight.</param>
/// <param name="EffectiveSampleSize">(sum w)^2 / sum w^2: between 1 and <paramref name="Count"/>.</param>
internal readonly record struct ImportanceWeights(int Count, double LogMean, double EffectiveSampleSize)
{
    /// <summary>
    /// Standard error of <see cref="LogMean"/> for independent weights, to first order: that of the mean weight over the mean weight.
    /// </summary>
    public double StandardError => Math.Sqrt(Math.Max(0, (Count / EffectiveSampleSize) - 1) / (Count - 1));

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
