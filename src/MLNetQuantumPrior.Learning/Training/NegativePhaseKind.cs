namespace MLNetQuantumPrior.Learning;

/// <summary>How a training averages over its Boltzmann machine.</summary>
public enum NegativePhaseKind
{
    /// <summary>
    /// Persistent chains with Jarzynski weights that make up for their lag behind the learning machine, and a running log Z, so that a true
    /// KL is known while training. Needs a sampler that sweeps chains from given states, such as block Gibbs.
    /// </summary>
    WeightedChains,

    /// <summary>
    /// Whatever the sampler draws at each step, continuing from its state where it has one: for tempering, whose state is more than its
    /// draws, and for annealers and hardware, which restart. log Z and KL are not known while training.
    /// </summary>
    SamplerDraws,
}
