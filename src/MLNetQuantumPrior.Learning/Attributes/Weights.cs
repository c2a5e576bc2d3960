namespace MLNetQuantumPrior.Learning;

/// <summary>Draws with logarithms of weights.</summary>
internal static class Weights
{
    /// <summary>(sum of weights)^2 / (sum of squares) of exp(power * log), as a share of their number: 1 where all are equal.</summary>
    public static double EffectiveShare(ReadOnlySpan<double> logs, double power)
    {
        double largest = Largest(logs), sum = 0, squares = 0;
        foreach (double log in logs)
        {
            double weight = Math.Exp(power * (log - largest));
            sum += weight;
            squares += weight * weight;
        }

        return sum * sum / squares / logs.Length;
    }

    /// <summary>The largest power up to <paramref name="most"/> that leaves a share of the effective number of draws.</summary>
    public static double LargestStep(ReadOnlySpan<double> logs, double most, double share)
    {
        if (EffectiveShare(logs, most) >= share)
        {
            return most;
        }

        const int Halvings = 30;
        double low = 0, high = most;
        for (int k = 0; k < Halvings; k++)
        {
            double middle = (low + high) / 2;
            (low, high) = EffectiveShare(logs, middle) >= share ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>log of the mean of exp(power * log).</summary>
    public static double LogMean(ReadOnlySpan<double> logs, double power)
    {
        double largest = Largest(logs), sum = 0;
        foreach (double log in logs)
        {
            sum += Math.Exp(power * (log - largest));
        }

        return (power * largest) + Math.Log(sum / logs.Length);
    }

    /// <summary>
    /// As many rows as there are, each with the chance of its weight exp(power * log): systematic resampling, in which a row comes as often
    /// as its weight says, rounded up or down.
    /// </summary>
    public static sbyte[] Resample(
        ReadOnlySpan<sbyte> rows, int columns, ReadOnlySpan<double> logs, double power, UniformStream random)
    {
        double largest = Largest(logs), sum = 0;
        double[] weights = new double[logs.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            sum += weights[k] = Math.Exp(power * (logs[k] - largest));
        }

        Span<float> uniform = stackalloc float[1];
        random.Fill(uniform);
        sbyte[] chosen = new sbyte[rows.Length];
        double upTo = weights[0];
        for (int k = 0, row = 0; k < weights.Length; k++)
        {
            double place = (k + uniform[0]) * sum / weights.Length;
            while (upTo <= place && row < weights.Length - 1)
            {
                upTo += weights[++row];
            }

            rows.Slice(row * columns, columns).CopyTo(chosen.AsSpan(k * columns));
        }

        return chosen;
    }

    private static double Largest(ReadOnlySpan<double> logs)
    {
        double largest = double.NegativeInfinity;
        foreach (double log in logs)
        {
            largest = Math.Max(largest, log);
        }

        return largest;
    }
}
