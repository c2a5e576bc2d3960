using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Where the negative phase's chains stand, to go on sampling the prior from there.</summary>
/// <param name="Count">Number of chains: the reads to ask for.</param>
/// <param name="State">What the sampler gave back.</param>
public sealed record PersistentChains(int Count, SamplerState State);
