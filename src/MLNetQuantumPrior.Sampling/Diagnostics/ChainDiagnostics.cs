namespace MLNetQuantumPrior.Sampling;

/// <summary>Whether chains have mixed, and what their draws are worth.</summary>
/// <remarks>
/// After Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and localization: an improved R-hat for assessing
/// convergence of MCMC", Bayesian Analysis 16, 2021; autocorrelations are summed over all chains by Geyer's initial monotone sequence.
/// Every chain is split into two halves. A trace that never moves, such as the energies of chains that are all frozen in the ground state,
/// tells nothing: all numbers but <see cref="Mean"/> are NaN.
/// <para>Good news is no proof: chains that all miss the same mode agree with one another.</para>
/// </remarks>
/// <param name="Mean">Mean over all draws of all chains.</param>
/// <param name="StandardError">
/// Monte Carlo standard error of <paramref name="Mean"/>: the standard deviation of the draws over the root of
/// <paramref name="EffectiveSampleSize"/>.
/// </param>
/// <param name="RHat">
/// Split R-hat of normalised ranks, or of those of distances from the median where that is larger: about 1 where chains agree, above 1.01
/// where they should run longer, infinite where each stands still elsewhere.
/// </param>
/// <param name="EffectiveSampleSize">How many independent draws would know the mean as well; at most N log10(N) of N draws.</param>
/// <param name="AutocorrelationTime">
/// Number of draws over <paramref name="EffectiveSampleSize"/>, 1 + 2 sum_t rho_t: 1 where draws are independent. Some authors call half of
/// it so.
/// </param>
public sealed record ChainDiagnostics(
    double Mean, double StandardError, double RHat, double EffectiveSampleSize, double AutocorrelationTime)
{
    private const int FewestDraws = 4; // two halves of two

    /// <summary>Diagnoses a trace. Time grows with chains x draws x the lags at which draws are still correlated.</summary>
    /// <param name="trace">At least 4 draws of each chain.</param>
    /// <exception cref="ArgumentException">The trace is too short.</exception>
    public static ChainDiagnostics Of(ChainTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Draws < FewestDraws)
        {
            throw new ArgumentException($"Trace: expected at least {FewestDraws} draws of each chain, got {trace.Draws}.", nameof(trace));
        }

        double[][] series = trace.SplitChains();
        double count = (double)series.Length * series[0].Length;
        SeriesVariance variance = SeriesVariance.Of(series);
        double time = variance.Total > 0 ? SummedAutocorrelation.Of(series, variance) : double.NaN;
        double size = count / time;
        return new(series.Average(half => half.Average()), Math.Sqrt(variance.Total / size), LargestRHat(series), size, time);
    }

    private static double LargestRHat(double[][] series)
    {
        double median = Median([.. series.SelectMany(half => half)]);
        double[][] distances = Array.ConvertAll(series, half => Array.ConvertAll(half, x => Math.Abs(x - median)));
        double place = SeriesVariance.Of(NormalizedRanks.Of(series)).RHat;
        double spread = SeriesVariance.Of(NormalizedRanks.Of(distances)).RHat;
        return spread > place ? spread : place; // not Max: two values have one distance, which tells nothing
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
