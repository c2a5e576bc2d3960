namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Differentiates and optimises the networks: one of the two pluggable seams. An engine is a recipe; the networks it makes hold the state.
/// </summary>
public interface ITrainingEngine
{
    /// <summary>Makes a network with initial weights drawn from <paramref name="seed"/>.</summary>
    IVaeNetwork Create(VaeArchitecture architecture, ulong seed);
}
