namespace MLNetQuantumPrior.Sampling;

/// <summary>The mean of |K - N p|, K the number of successes in N trials of probability p.</summary>
/// <remarks>De Moivre 1730: 2 k C(N, k) p^k (1-p)^(N-k+1) with k the first whole number above N p.</remarks>
internal static class BinomialDeviation
{
    public static double Mean(int trials, double p)
    {
        if (p is <= 0 or >= 1)
        {
            return 0;
        }

        double k = Math.Min(Math.Floor(trials * p) + 1, trials); // N p may round up to N
        double logWays = k == 1 ? Math.Log(trials) : LogFactorial(trials) - LogFactorial(k) - LogFactorial(trials - k);
        return 2 * k * Math.Exp(logWays + (k * Math.Log(p)) + ((trials - k + 1) * Math.Log(1 - p)));
    }

    /// <summary>Stirling's series from 10 on, where its next term is below 10^-10.</summary>
    private static double LogFactorial(double n)
    {
        if (n < 10)
        {
            double product = 1;
            for (int k = 2; k <= n; k++)
            {
                product *= k;
            }

            return Math.Log(product);
        }

        double inverse = 1 / n;
        double series = inverse * ((1 / 12.0) - (inverse * inverse * ((1 / 360.0) - (inverse * inverse / 1260))));
        return (n * Math.Log(n)) - n + (0.5 * Math.Log(2 * Math.PI * n)) + series;
    }
}
