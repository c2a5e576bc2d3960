namespace MLNetQuantumPrior;

/// <summary>The distribution function of the standard normal distribution.</summary>
internal static class NormalCdf
{
    /// <summary>To about seven digits, also far out: erfc by Chebyshev's fit of Numerical Recipes, section 6.2.</summary>
    public static double Of(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2), t = 1 / (1 + (0.5 * z));
        double polynomial = -1.26551223 + (t * (1.00002368 + (t * (0.37409196 + (t * (0.09678418 + (t * (-0.18628806 + (t * (0.27886807
            + (t * (-1.13520398 + (t * (1.48851587 + (t * (-0.82215223 + (t * 0.17087277)))))))))))))))));
        double tail = 0.5 * t * Math.Exp((-z * z) + polynomial);
        return x > 0 ? 1 - tail : tail;
    }
}
