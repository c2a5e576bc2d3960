namespace MLNetQuantumPrior;

/// <summary>What the column of latents holds.</summary>
public enum LatentKind
{
    /// <summary>The likelier value of each bit, 0 or 1.</summary>
    Bits,

    /// <summary>The probability that each bit is 1, within [0, 1].</summary>
    Probabilities,

    /// <summary>The bits as spins: -1 for 0, +1 for 1.</summary>
    Spins,

    /// <summary>Means of Gaussian latents, any numbers.</summary>
    Means,
}
