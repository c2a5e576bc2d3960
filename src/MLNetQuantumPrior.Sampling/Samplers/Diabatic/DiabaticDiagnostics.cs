namespace MLNetQuantumPrior.Sampling;

/// <summary>How a run of <see cref="DiabaticEmulator"/> went.</summary>
/// <param name="Temperature">The temperatures that the schedule has at weak coupling.</param>
/// <param name="Expected">How far from the Boltzmann law of these temperatures second-order theory expects the answer, at any size.</param>
/// <param name="Distance">
/// How far it is: the exact total variation distance between the emulated law and that Boltzmann law.
/// </param>
/// <param name="Steps">Steps of the time evolution.</param>
/// <param name="StepChange">
/// Total variation distance that the last halving of the step made; null where the number of steps was given.
/// </param>
public sealed record DiabaticDiagnostics(
    DiabaticTemperature Temperature, DiabaticDeviation Expected, double Distance, int Steps, double? StepChange) : SamplerDiagnostics;
