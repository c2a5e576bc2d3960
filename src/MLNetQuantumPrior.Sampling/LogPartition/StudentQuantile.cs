namespace MLNetQuantumPrior.Sampling;

/// <summary>The inverse of Student's distribution function, above its median.</summary>
internal static class StudentQuantile
{
    /// <param name="probability">Between 1/2 and 1.</param>
    /// <param name="degrees">Degrees of freedom, at least 1; infinite for the normal distribution.</param>
    /// <remarks>
    /// Exact for 1 and 2 degrees of freedom; else to three digits by the expansion of Hill, "Algorithm 396", CACM 13, 1970.
    /// </remarks>
    public static double Of(double probability, double degrees)
    {
        double z = NormalQuantile.Of(probability);
        if (double.IsInfinity(degrees))
        {
            return z;
        }

        double p = 2 * (1 - probability);
        if (degrees < 2)
        {
            return 1 / Math.Tan(p * Math.PI / 2);
        }

        if (degrees < 3)
        {
            return Math.Sqrt((2 / (p * (2 - p))) - 2);
        }

        double a = 1 / (degrees - 0.5);
        double b = 48 / (a * a);
        double c = (((((20700 * a / b) - 98) * a) - 16) * a) + 96.36;
        double d = ((((94.5 / (b + c)) - 3) / b) + 1) * Math.Sqrt(a * Math.PI / 2) * degrees;
        double y = Math.Pow(d * p, 2 / degrees);
        if (y > 0.05 + a)
        {
            double x = -z; // the lower tail
            y = x * x;
            c += degrees < 5 ? 0.3 * (degrees - 4.5) * (x + 0.6) : 0;
            c += (((((((0.05 * d * x) - 5) * x) - 7) * x) - 2) * x) + b;
            y = (((((((((0.4 * y) + 6.3) * y) + 36) * y) + 94.5) / c) - y - 3) / b) + 1;
            y = a * Math.Pow(y * x, 2);
            y = y > 0.002 ? Math.Exp(y) - 1 : (0.5 * y * y) + y;
        }
        else
        {
            y = ((1 / ((((degrees + 6) / (degrees * y)) - (0.089 * d) - 0.822) * (degrees + 2) * 3) + (0.5 / (degrees + 4))) * y - 1)
                * (degrees + 1) / (degrees + 2) + (1 / y);
        }

        return Math.Sqrt(degrees * y);
    }
}
