namespace MLNetQuantumPrior.Learning;

/// <summary>Which distribution generated latents follow.</summary>
public enum GenerationMode
{
    /// <summary>The prior: rows as the model believes them to be spread.</summary>
    Unconditional,

    /// <summary>The prior at a lower temperature: typical rows, with less variety.</summary>
    LowEnergy,

    /// <summary>The distribution of each row's class; the prior for rows without one.</summary>
    Conditional,
}
