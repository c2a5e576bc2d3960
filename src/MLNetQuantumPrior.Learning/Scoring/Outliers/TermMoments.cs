namespace MLNetQuantumPrior.Learning;

/// <summary>How a term of outlier scores varies among ordinary rows.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation, above 0.</param>
public readonly record struct TermMoments(double Mean, double Deviation)
{
    internal static TermMoments Of(OutlierTerms[] rows, string what, Func<OutlierTerms, double> value)
    {
        double mean = rows.Length < 2 ? 0 : rows.Average(value);
        double deviation = Math.Sqrt(rows.Sum(row => Math.Pow(value(row) - mean, 2)) / Math.Max(1, rows.Length - 1));
        return deviation > 0 && double.IsFinite(deviation)
            ? new(mean, deviation)
            : throw new ArgumentException(
                $"Ordinary rows: expected at least two with different {what}, got {rows.Length} with a deviation of {deviation}.");
    }
}
