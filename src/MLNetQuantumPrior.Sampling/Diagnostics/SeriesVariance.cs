namespace MLNetQuantumPrior.Sampling;

/// <summary>Variance of several series of one length, taken apart.</summary>
/// <param name="Within">W, the mean of the series' own variances.</param>
/// <param name="Total">(n-1)/n W plus the variance of the series' means: too large before the chains agree, while W is too small.</param>
internal readonly record struct SeriesVariance(double Within, double Total)
{
    /// <summary>R-hat, the factor by which the spread may still shrink: NaN where nothing moves.</summary>
    public double RHat => Math.Sqrt(Total / Within);

    public static SeriesVariance Of(double[][] series)
    {
        int n = series[0].Length;
        double within = series.Average(UnbiasedVariance);
        return new(within, ((n - 1.0) / n * within) + UnbiasedVariance(Array.ConvertAll(series, s => s.Average())));
    }

    private static double UnbiasedVariance(double[] values)
    {
        if (!values.AsSpan().ContainsAnyExcept(values[0]))
        {
            return 0; // exactly, whatever the rounding of their mean
        }

        double mean = values.Average();
        return values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1);
    }
}
