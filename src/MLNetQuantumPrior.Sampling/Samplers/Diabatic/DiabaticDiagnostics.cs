namespace MLNetQuantumPrior.Sampling;

/// <summary>How a run of <see cref="DiabaticEmulator"/> went.</summary>
/// <param name="Temperature">The temperatures that the schedule has at weak coupling.</param>
/// <param name="Expected">How far from the Boltzmann distribution of these temperatures second-order theory expects the answer, at any
/// size.</param>
/// <param name="Distance">
/// How far it is: the exact total variation distance between the emulated distribution and that Boltzmann distribution.
/// </param>
/// <param name="Steps">Steps of the time evolution.</param>
/// <param name="StepChange">
/// Total variation distance that the last halving of the step made; null where the number of steps was given.
/// </param>
public sealed record DiabaticDiagnostics(
    DiabaticTemperature Temperature, DiabaticDeviation Expected, double Distance, int Steps, double? StepChange) : SamplerDiagnostics;

/// <summary>
/// How far an ideal diabatic anneal of a model is from the Boltzmann distribution of its <see cref="DiabaticTemperature"/>, by second-order
/// perturbation theory. No device noise is in it.
/// </summary>
/// <param name="StrongestCoupling">beta_J times the largest |J|.</param>
/// <param name="LogProbabilityError">Standard deviation, over all states, of the second-order part of log p: nats.</param>
/// <param name="RelativeError">
/// The same over the standard deviation of the first-order part: by what share log probabilities are off, whatever the number of spins.
/// </param>
public sealed record DiabaticDeviation(double StrongestCoupling, double LogProbabilityError, double RelativeError)
{
    /// <summary>
    /// Whether <see cref="RelativeError"/> is at most 0.2. Beyond, higher orders count: samples look warmer than the temperature says, and
    /// this estimate is off as well.
    /// </summary>
    public bool IsReliable => RelativeError <= 0.2;

    /// <summary>
    /// Estimated total variation distance, at most 1: LogProbabilityError / sqrt(2 pi), half the mean absolute value of a normal variable.
    /// It grows with the number of spins; judge large models by <see cref="RelativeError"/>.
    /// </summary>
    public double Distance => Math.Min(1, LogProbabilityError / Math.Sqrt(2 * Math.PI));
}
