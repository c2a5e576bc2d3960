using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Rows that were filled in, each as often as was asked for: the fillings of a row stand one after another.</summary>
/// <param name="Features">
/// Rows with all their slots, known ones as they were given, in the units of the model. <c>[rows * draws, slots]</c>
/// </param>
/// <param name="Codes">The latents that each filling was decoded from. <c>[rows * draws, spins]</c></param>
/// <param name="Energies">E(z) of each filling's latents under the prior. <c>[rows * draws]</c></param>
/// <param name="LogLikelihoods">log p(x_known | z) of each filling's latents, in nats of scaled slots. <c>[rows * draws]</c></param>
/// <param name="LogEvidence">An estimate of log p(x_known) of each row, in nats of scaled slots; mostly too low. <c>[rows]</c></param>
/// <param name="AcceptanceRate">Share of the proposals that chains took, those of all steps together.</param>
public sealed record FilledRows(
    ImmutableArray<float> Features,
    SpinMatrix Codes,
    ImmutableArray<double> Energies,
    ImmutableArray<double> LogLikelihoods,
    ImmutableArray<double> LogEvidence,
    double AcceptanceRate);
