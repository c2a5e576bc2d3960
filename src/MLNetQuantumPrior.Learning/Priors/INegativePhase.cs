namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Averages over a Boltzmann machine in training: the negative phase of its gradient. Keeps what it needs from step to step.
/// </summary>
internal interface INegativePhase
{
    /// <summary>Estimates the averages.</summary>
    /// <param name="prior">The machine as it stands in this step.</param>
    /// <param name="step">Number of the step, from 0, one more each time.</param>
    /// <param name="moments">Receives the averages of spins and coupled pairs.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    NegativePhaseFigures Estimate(BoltzmannPrior prior, long step, SpinMoments moments, CancellationToken cancel);

    /// <summary>
    /// Writes the energies of the first chains under the machine of the last step, as many as there is room
    /// for; none where there are no chains.
    /// </summary>
    /// <returns>How many there are.</returns>
    int Energies(Span<double> energies);

    /// <summary>Stores all that the next step depends on.</summary>
    void Write(BinaryWriter target);

    /// <summary>Restores what <see cref="Write"/> stored.</summary>
    void Read(BinaryReader source);
}

/// <summary>What a negative phase knows of the machine besides its averages.</summary>
/// <param name="Energy">Mean energy.</param>
/// <param name="LogPartition">log Z; null where it is not known.</param>
internal readonly record struct NegativePhaseFigures(double Energy, double? LogPartition)
{
    /// <summary>
    /// Effective sample size of the chains' weights as a part of their number, before any resampling; null where chains have no weights.
    /// </summary>
    public double? EffectiveShare { get; init; }

    /// <summary>What <see cref="LogPartition"/> was anchored by in this step; null where it was not.</summary>
    public LogPartitionAnchor? Anchor { get; init; }

    /// <summary>What the sampler says is wrong with its draws; null where nothing is.</summary>
    public string? Warning { get; init; }
}

/// <summary>A running log Z was replaced by a fresh estimate.</summary>
/// <param name="Drift">By how much the running one was too high.</param>
/// <param name="Steps">Steps since the last anchor, over which it drifted.</param>
/// <param name="StandardError">Of the fresh estimate.</param>
internal sealed record LogPartitionAnchor(double Drift, long Steps, double StandardError);
