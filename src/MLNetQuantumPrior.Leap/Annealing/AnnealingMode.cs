namespace MLNetQuantumPrior.Leap;

/// <summary>The three ways in which the method of arXiv:2604.00919 uses an annealer.</summary>
public enum AnnealingMode
{
    /// <summary>
    /// Diabatic quantum annealing (DQA): a fast anneal of nanoseconds, whose temperatures the schedule decides. For the gradient of a
    /// prior.
    /// </summary>
    Diabatic,

    /// <summary>Quantum annealing (QA): a standard anneal of microseconds, whose temperature is measured. For low energies.</summary>
    Slow,

    /// <summary>
    /// Conditional quantum annealing (c-QA): a standard anneal with <see cref="LeapSamplerOptions.AddedFields"/>, or of a model to which a
    /// generator has added fields; with a calibration of its own, since fields change the temperature.
    /// </summary>
    Conditional,
}
