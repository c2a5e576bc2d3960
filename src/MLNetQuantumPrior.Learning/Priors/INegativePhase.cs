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

    /// <summary>Goes on from what <see cref="Write"/> stored.</summary>
    void Read(BinaryReader source);
}
