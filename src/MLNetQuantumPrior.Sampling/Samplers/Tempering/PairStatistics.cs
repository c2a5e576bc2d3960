namespace MLNetQuantumPrior.Sampling;

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
