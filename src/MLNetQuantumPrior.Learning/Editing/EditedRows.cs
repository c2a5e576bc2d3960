using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Rows that were edited.</summary>
/// <param name="Features">What the decoder makes of the edited codes, in the units of the model. <c>[rows, slots]</c></param>
/// <param name="Codes">The edited codes. <c>[rows, spins]</c></param>
/// <param name="Energies">E(z) of each code under the prior. <c>[rows]</c></param>
/// <param name="Reached">Probability of what was set, as the model's classifier of codes finds it. <c>[rows]</c></param>
/// <param name="Kept">Probability that the other attributes are what they were, likewise. <c>[rows]</c></param>
/// <param name="ChangedBits">Bits that differ from the row's own code. <c>[rows]</c></param>
public sealed record EditedRows(
    ImmutableArray<float> Features,
    SpinMatrix Codes,
    ImmutableArray<double> Energies,
    ImmutableArray<double> Reached,
    ImmutableArray<double> Kept,
    ImmutableArray<int> ChangedBits);
