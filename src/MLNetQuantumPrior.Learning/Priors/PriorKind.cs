namespace MLNetQuantumPrior.Learning;

/// <summary>What latents are, and what distribution they follow before a row is seen.</summary>
public enum PriorKind
{
    /// <summary>Spins under a Boltzmann machine on a graph of your choice; by default every pair is coupled.</summary>
    Boltzmann,

    /// <summary>Spins under a restricted Boltzmann machine: those of one half are each coupled to all of the other half.</summary>
    Rbm,

    /// <summary>Independent spins, each with its own field.</summary>
    Bernoulli,

    /// <summary>Independent numbers of mean 0 and variance 1, as in the usual variational autoencoder (Kingma, Welling 2014).</summary>
    Gaussian,
}
