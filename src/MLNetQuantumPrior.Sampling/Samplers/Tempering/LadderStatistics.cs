using System.Collections.Immutable;

namespace MLNetQuantumPrior.Sampling;

/// <summary>What the swaps of all ladders tell together.</summary>
internal static class LadderStatistics
{
    /// <summary>
    /// Weight of the mean rate in each pair's rate when the ladder is respaced, in attempted swaps: few attempts move it little.
    /// </summary>
    private const double PriorAttempts = 50;

    /// <summary>Mean probability with which a swap was accepted, one a pair of neighbours; not a number where none was tried.</summary>
    public static ImmutableArray<double> SwapRates(IReadOnlyList<ReplicaExchange> ladders) =>
    [
        .. Enumerable.Range(0, ladders[0].Pairs.Length)
            .Select(k => ladders.Sum(ladder => ladder.Pairs[k].Accepted) / ladders.Sum(ladder => ladder.Pairs[k].Attempts)),
    ];

    /// <summary>Share of rejected swaps, one a pair, drawn to their mean where few were tried.</summary>
    public static double[] Rejections(IReadOnlyList<ReplicaExchange> ladders)
    {
        int pairs = ladders[0].Pairs.Length;
        double[] attempts = new double[pairs];
        double[] rejected = new double[pairs];
        foreach (ReplicaExchange ladder in ladders)
        {
            for (int k = 0; k < pairs; k++)
            {
                attempts[k] += ladder.Pairs[k].Attempts;
                rejected[k] += ladder.Pairs[k].Attempts - ladder.Pairs[k].Accepted;
            }
        }

        double mean = rejected.Sum() / Math.Max(1, attempts.Sum());
        return [.. Enumerable.Range(0, pairs).Select(k => (rejected[k] + (PriorAttempts * mean)) / (attempts[k] + PriorAttempts))];
    }

    /// <summary>
    /// log Z at the coldest temperature, from bridges between neighbours: Z_colder / Z_warmer is the mean of exp(-step E / 2) at the warmer
    /// temperature over the mean of exp(+step E / 2) at the colder one. Averages run over all ladders; the standard error is the
    /// jackknife's over ladders, which are independent.
    /// </summary>
    /// <returns>Null where a pair was never tried.</returns>
    public static LogPartitionEstimate? LogPartition(IReadOnlyList<ReplicaExchange> ladders, int spinCount)
    {
        foreach (PairStatistics pair in ladders[0].Pairs)
        {
            if (pair.Attempts == 0)
            {
                return null;
            }
        }

        double all = LogRatio(ladders, without: -1);
        double[] left = [.. Enumerable.Range(0, ladders.Count).Select(l => LogRatio(ladders, without: l))];
        double mean = left.Average();
        double variance = left.Sum(x => (x - mean) * (x - mean)) * (ladders.Count - 1) / ladders.Count;
        return new((spinCount * Math.Log(2)) + all, Math.Sqrt(variance), ladders.Count, LogPartitionMethod.ParallelTempering);
    }

    private static double LogRatio(IReadOnlyList<ReplicaExchange> ladders, int without)
    {
        double ratio = 0;
        for (int k = 0; k < ladders[0].Pairs.Length; k++)
        {
            LogSum warmer = new();
            LogSum colder = new();
            for (int l = 0; l < ladders.Count; l++)
            {
                if (l != without)
                {
                    warmer.Add(ladders[l].Pairs[k].LogBridgeFromWarmer);
                    colder.Add(ladders[l].Pairs[k].LogBridgeFromColder);
                }
            }

            ratio += warmer.Value - colder.Value; // as many terms in both sums
        }

        return ratio;
    }
}
