namespace MLNetQuantumPrior.Learning;

/// <summary>Weights of some draws, as logarithms up to a common constant.</summary>
internal static class LogWeights
{
    /// <summary>log of the mean of exp(scale * log weight).</summary>
    public static double LogMean(ReadOnlySpan<double> logs, double scale = 1)
    {
        double most = scale * Largest(logs), sum = 0;
        foreach (double log in logs)
        {
            sum += Math.Exp((scale * log) - most);
        }

        return most + Math.Log(sum / logs.Length);
    }

    /// <summary>How many equally weighted draws they are worth: the square of the sum over the sum of squares.</summary>
    public static double EffectiveSize(ReadOnlySpan<double> logs, double scale = 1)
    {
        double most = Largest(logs), sum = 0, squares = 0;
        foreach (double log in logs)
        {
            double weight = Math.Exp(scale * (log - most));
            sum += weight;
            squares += weight * weight;
        }

        return sum * sum / squares;
    }

    /// <summary>
    /// Systematic resampling: a draw is chosen as often as its share of the chosen ones asks for, rounded up or down at random.
    /// </summary>
    /// <param name="logs">Log weights of the draws.</param>
    /// <param name="scale">Factor on them.</param>
    /// <param name="uniform">Uniform in (0, 1).</param>
    /// <param name="chosen">Receives numbers of draws, ascending.</param>
    public static void Resample(ReadOnlySpan<double> logs, double scale, double uniform, Span<int> chosen)
    {
        double most = Largest(logs), sum = 0, upTo = 0;
        foreach (double log in logs)
        {
            sum += Math.Exp(scale * (log - most));
        }

        int next = 0;
        for (int k = 0; k < logs.Length && next < chosen.Length; k++)
        {
            upTo += Math.Exp(scale * (logs[k] - most)) / sum * chosen.Length;
            for (; next < chosen.Length && next + uniform < upTo; next++)
            {
                chosen[next] = k;
            }
        }

        chosen[next..].Fill(logs.Length - 1); // what rounding left
    }

    private static double Largest(ReadOnlySpan<double> logs)
    {
        double most = double.NegativeInfinity;
        foreach (double log in logs)
        {
            most = Math.Max(most, log);
        }

        return most;
    }
}
