namespace MLNetQuantumPrior.Benchmarks;

/// <summary>A figure over several seeds.</summary>
/// <param name="Mean">Mean over seeds.</param>
/// <param name="Spread">Standard deviation over seeds; 0 of one seed.</param>
internal sealed record Figure(double Mean, double Spread)
{
    public static Figure Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return new(mean, all.Length < 2 ? 0 : Math.Sqrt(all.Sum(value => Math.Pow(value - mean, 2)) / (all.Length - 1)));
    }

    /// <summary>With as many decimals.</summary>
    public string ToString(int decimals) => Spread == 0
        ? Mean.ToString($"F{decimals}")
        : $"{Mean.ToString($"F{decimals}")} ± {Spread.ToString($"F{decimals}")}";
}
