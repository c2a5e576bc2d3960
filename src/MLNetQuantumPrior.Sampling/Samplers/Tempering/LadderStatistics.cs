namespace MLNetQuantumPrior.Sampling;

/// <summary>What the swaps of all ladders tell together.</summary>
internal static class LadderStatistics
{
    /// <summary>
    /// Weight of the mean rate in each pair's rate when the ladder is respaced, in attempted swaps: few attempts move it little.
    /// </summary>
    private const double PriorAttempts = 50;

    /// <summary>Fewest round trips a ladder, on average, from which errors are told.</summary>
    private const int FewestRoundTrips = 2;

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
    /// jackknife's over ladders, which are independent. Without round trips ladders agree on what none of them has seen, and there is no
    /// error.
    /// </summary>
    /// <returns>Null where a pair was never tried.</returns>
    public static LogPartitionEstimate? LogPartition(IReadOnlyList<ReplicaExchange> ladders, IsingModel model, double beta)
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
        bool isReliable = beta == 0 || ladders.Sum(ladder => ladder.RoundTrips) >= FewestRoundTrips * ladders.Count;
        double error = isReliable ? Math.Sqrt(variance) : double.PositiveInfinity;
        return new(
            (model.SpinCount * Math.Log(2)) - (beta * model.Offset) + all, error, ladders.Count, LogPartitionMethod.ParallelTempering)
        {
            DegreesOfFreedom = ladders.Count - 1,
        };
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

/// <summary>What the attempted swaps of two neighbours of one ladder tell about them.</summary>
internal struct PairStatistics()
{
    private LogSum _fromWarmer = new();
    private LogSum _fromColder = new();

    /// <summary>Attempted swaps.</summary>
    public long Attempts { get; private set; }

    /// <summary>Sum of the probabilities with which they were accepted, which is less noisy than their number.</summary>
    public double Accepted { get; private set; }

    /// <summary>
    /// log sum exp(-step E / 2) over states at the warmer temperature. Its mean tends to the ratio of the partition function halfway to the
    /// warmer one.
    /// </summary>
    public readonly double LogBridgeFromWarmer => _fromWarmer.Value;

    /// <summary>log sum exp(+step E / 2) over states at the colder temperature.</summary>
    public readonly double LogBridgeFromColder => _fromColder.Value;

    /// <param name="step">Difference of the inverse temperatures.</param>
    /// <param name="warmer">Energy of the state at the lower inverse temperature.</param>
    /// <param name="colder">Energy of the state at the higher inverse temperature.</param>
    /// <returns>The probability of the swap.</returns>
    public double Add(double step, double warmer, double colder)
    {
        double logRatio = step * (colder - warmer);
        double probability = logRatio >= 0 ? 1 : Math.Exp(logRatio);
        Attempts++;
        Accepted += probability;
        _fromWarmer.Add(-step * warmer / 2);
        _fromColder.Add(step * colder / 2);
        return probability;
    }
}
