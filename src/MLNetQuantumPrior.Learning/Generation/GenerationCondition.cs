namespace MLNetQuantumPrior.Learning;

/// <summary>How <see cref="GenerationMode.Conditional"/> brings in the class.</summary>
public enum GenerationCondition
{
    /// <summary>Draw from the class's own machines, <see cref="BoltzmannClass.Machines"/>: the better rows.</summary>
    ClassPriors,

    /// <summary>
    /// Draw from the shared prior with <see cref="GenerationOptions.Strength"/> times the class's fields added: what an annealer with fixed
    /// couplings can do.
    /// </summary>
    Fields,

    /// <summary>
    /// Draw from <see cref="BoltzmannClasses.LabelledPrior"/> with its label spins held at the class: one machine for all classes, and what
    /// an annealer can do with a few more spins.
    /// </summary>
    LabelSpins,
}
