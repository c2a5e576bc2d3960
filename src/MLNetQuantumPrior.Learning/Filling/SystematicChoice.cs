namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Systematic resampling: draws are chosen as often as their weights ask for, rounded up or down at random (Kitagawa 1996).
/// </summary>
internal static class SystematicChoice
{
    /// <param name="logs">Logarithms of the weights.</param>
    /// <param name="power">Power that weights are taken to.</param>
    /// <param name="uniform">Uniform in (0, 1).</param>
    /// <param name="chosen">Receives numbers of draws, ascending.</param>
    public static void Of(ReadOnlySpan<double> logs, double power, double uniform, Span<int> chosen)
    {
        double largest = double.NegativeInfinity, sum = 0, upTo = 0;
        foreach (double log in logs)
        {
            largest = Math.Max(largest, log);
        }

        foreach (double log in logs)
        {
            sum += Math.Exp(power * (log - largest));
        }

        int next = 0;
        for (int k = 0; k < logs.Length && next < chosen.Length; k++)
        {
            upTo += Math.Exp(power * (logs[k] - largest)) / sum * chosen.Length;
            for (; next < chosen.Length && next + uniform < upTo; next++)
            {
                chosen[next] = k;
            }
        }

        chosen[next..].Fill(logs.Length - 1); // what rounding left
    }
}
