namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Replaces each number by the normal quantile of (rank - 3/8) / (count + 1/4) among all numbers of all series (Blom 1958): what does not
/// depend on the tails of their distribution, or on whether it has a variance.
/// </summary>
internal static class NormalizedRanks
{
    public static double[][] Of(double[][] series)
    {
        double[] sorted = [.. series.SelectMany(s => s)];
        Array.Sort(sorted);
        var score = new Dictionary<double, double>();
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            double meanRank = (first + 1 + end) / 2.0; // of ties; ranks start at 1
            score[sorted[first]] = NormalQuantile.Of((meanRank - 0.375) / (sorted.Length + 0.25));
        }

        return Array.ConvertAll(series, s => Array.ConvertAll(s, x => score[x]));
    }
}

/// <summary>The inverse of the standard normal distribution function, to about seven digits.</summary>
/// <remarks>Coefficients of PPND7 in Wichura, "Algorithm AS 241", Applied Statistics 37, 1988.</remarks>
internal static class NormalQuantile
{
    public static double Of(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double x = (0.425 * 0.425) - (q * q);
            return q * (((((((59.109374720 * x) + 159.29113202) * x) + 50.434271938) * x) + 3.3871327179)
                / ((((((67.187563600 * x) + 78.757757664) * x) + 17.895169469) * x) + 1));
        }

        double r = Math.Sqrt(-Math.Log(q < 0 ? probability : 1 - probability));
        return Math.Sign(q) * (r <= 5 ? Shoulder(r - 1.6) : Tail(r - 5));
    }

    private static double Shoulder(double x) =>
        ((((((0.17023821103 * x) + 1.3067284816) * x) + 2.7568153900) * x) + 1.4234372777)
        / ((((0.12021132975 * x) + 0.73700164250) * x) + 1);

    private static double Tail(double x) =>
        ((((((0.017337203997 * x) + 0.42868294337) * x) + 3.0812263860) * x) + 6.6579051150)
        / ((((0.012258202635 * x) + 0.24197894225) * x) + 1);
}
