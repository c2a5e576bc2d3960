using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// 1 + 2 sum_t rho_t of several series at once. rho_t = 1 - (W - C_t) / V with C_t the mean autocovariance at lag t within series, W and V
/// the variance within and in total: where series differ, draws of one stay correlated at every lag.
/// </summary>
internal static class SummedAutocorrelation
{
    public static double Of(double[][] series, SeriesVariance variance)
    {
        int n = series[0].Length;
        double[][] centred = Array.ConvertAll(series, s =>
        {
            double mean = s.Average();
            return Array.ConvertAll(s, x => x - mean);
        });

        // Geyer 1992: in a reversible chain rho_2k + rho_2k+1 is positive and falls, so that noise begins where it does not.
        double pairs = 0;
        double last = double.PositiveInfinity;
        for (int t = 0; t + 1 < n; t += 2)
        {
            double pair = Correlation(t) + Correlation(t + 1);
            if (pair <= 0)
            {
                break;
            }

            last = Math.Min(last, pair);
            pairs += last;
        }

        return Math.Max((2 * pairs) - 1, 1 / Math.Log10((double)n * series.Length));

        double Correlation(int lag)
        {
            double covariance = centred.Average(s => Dot(s.AsSpan(lag), s.AsSpan(0, n - lag))) / (n - 1);
            return lag == 0 ? 1 : 1 - ((variance.Within - covariance) / variance.Total);
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(b);
        Vector<double> sums = Vector<double>.Zero;
        for (int k = 0; k < x.Length; k++)
        {
            sums += x[k] * y[k];
        }

        double sum = Vector.Sum(sums);
        for (int k = x.Length * Vector<double>.Count; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
