using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Windows of 20 days of an index: what a model sees of each, and what the market was like then and afterwards.</summary>
/// <param name="Features">
/// Of each window, oldest day first: log return, log of high over low, log of the volume over that of the day before. <c>[windows, 60]</c>
/// </param>
/// <param name="Years">Of each window's last day.</param>
/// <param name="Volatility">Standard deviation of the window's log returns, a year's.</param>
/// <param name="Ahead">The same of the 20 days after the window.</param>
/// <param name="Drawdown">How far the last price is below the highest of the last 252 days, as a part of it.</param>
internal sealed record MarketWindows(
    ImmutableArray<float[]> Features,
    ImmutableArray<int> Years,
    ImmutableArray<double> Volatility,
    ImmutableArray<double> Ahead,
    ImmutableArray<double> Drawdown)
{
    public const int Days = 20, DaysOfYear = 252, Slots = 3 * Days;

    /// <summary>Trailing days that scaled windows are in units of.</summary>
    private const int TrailingDays = 60;

    /// <summary>All windows that have a year before them and 20 days after them.</summary>
    /// <param name="days">In order.</param>
    /// <param name="isScaled">
    /// Whether returns and ranges are divided by the standard deviation of the 60 returns before the window, so that calm and restless
    /// years look alike and only what changes stands out.
    /// </param>
    public static MarketWindows Of(ImmutableArray<MarketDay> days, bool isScaled)
    {
        double[] returns = [0, .. Enumerable.Range(1, days.Length - 1).Select(day => Math.Log(days[day].Close / days[day - 1].Close))];
        double[] ranges = [.. days.Select(day => Math.Log(day.High / day.Low))];
        double[] volumes = [0, .. Enumerable.Range(1, days.Length - 1).Select(day => Math.Log(days[day].Volume / days[day - 1].Volume))];
        int[] last = [.. Enumerable.Range(DaysOfYear, Math.Max(0, days.Length - DaysOfYear - Days))];
        return new(
            [.. last.Select(Window)],
            [.. last.Select(day => days[day].Date.Year)],
            [.. last.Select(day => OfYear(day - Days + 1))],
            [.. last.Select(day => OfYear(day + 1))],
            [.. last.Select(day => 1 - (days[day].Close / Highest(day)))]);

        float[] Window(int day)
        {
            int first = day - Days + 1;
            double unit = isScaled ? Deviation(returns.AsSpan(first - TrailingDays, TrailingDays)) : 1;
            float[] window = new float[Slots];
            for (int k = 0; k < Days; k++)
            {
                window[3 * k] = (float)(returns[first + k] / unit);
                window[(3 * k) + 1] = (float)(ranges[first + k] / unit);
                window[(3 * k) + 2] = (float)volumes[first + k];
            }

            return window;
        }

        double Highest(int day) => Enumerable.Range(day - DaysOfYear + 1, DaysOfYear).Max(past => days[past].Close);

        double OfYear(int first) => Math.Sqrt(DaysOfYear) * Deviation(returns.AsSpan(first, Days));
    }

    /// <summary>The windows that end in some years.</summary>
    public MarketWindows Within(int firstYear, int lastYear)
    {
        int[] rows = [.. Enumerable.Range(0, Years.Length).Where(row => Years[row] >= firstYear && Years[row] <= lastYear)];
        return new(
            [.. rows.Select(row => Features[row])], [.. rows.Select(row => Years[row])], [.. rows.Select(row => Volatility[row])],
            [.. rows.Select(row => Ahead[row])], [.. rows.Select(row => Drawdown[row])]);
    }

    /// <summary>The features as Gaussian slots.</summary>
    public FeatureMatrix Matrix() => new(Likelihood.Gaussian(Slots), [.. Features.SelectMany(window => window)]);

    private static double Deviation(ReadOnlySpan<double> values)
    {
        double mean = 0, squares = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(squares / (values.Length - 1));
    }
}
