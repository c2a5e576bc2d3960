namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// How far an ideal diabatic anneal of a model is from the Boltzmann law of its <see cref="DiabaticTemperature"/>, estimated by second-order
/// perturbation theory. No device noise is in it.
/// </summary>
/// <param name="StrongestCoupling">beta_J times the largest |J|.</param>
/// <param name="LogProbabilityError">Standard deviation, over states, of the second-order part of log p: nats.</param>
public sealed record DiabaticDeviation(double StrongestCoupling, double LogProbabilityError)
{
    /// <summary>
    /// Estimated total variation distance, between 0 and 1: LogProbabilityError / sqrt(2 pi), half the mean absolute value of a normal
    /// variable.
    /// </summary>
    public double Distance => Math.Min(1, LogProbabilityError / Math.Sqrt(2 * Math.PI));
}
