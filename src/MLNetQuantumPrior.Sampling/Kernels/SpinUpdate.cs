namespace MLNetQuantumPrior.Sampling;

/// <summary>How a visit changes a spin. Both leave exp(-beta E) as it is.</summary>
public enum SpinUpdate
{
    /// <summary>The spin is drawn from its conditional distribution, whatever it was.</summary>
    Gibbs,

    /// <summary>
    /// The spin is flipped with probability 15/16 min(1, exp(-beta change of E)). It flips more often than with <see cref="Gibbs"/> and so
    /// gets about further per sweep.
    /// </summary>
    Metropolis,
}
