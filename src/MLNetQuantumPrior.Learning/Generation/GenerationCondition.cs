namespace MLNetQuantumPrior.Learning;

/// <summary>How <see cref="GenerationMode.Conditional"/> brings in the class.</summary>
public enum GenerationCondition
{
    /// <summary>Draw from the class's own machine, <see cref="LatentClass.Prior"/>: the better rows.</summary>
    ClassPriors,

    /// <summary>
    /// Draw from the shared prior with <see cref="GenerationOptions.Strength"/> times the class's fields added: what an annealer with fixed
    /// couplings can do.
    /// </summary>
    Fields,
}
