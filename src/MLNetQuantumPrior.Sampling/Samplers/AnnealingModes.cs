namespace MLNetQuantumPrior.Sampling;

/// <summary>The three ways in which the method of arXiv:2604.00919 uses an annealer, as presets of classical samplers.</summary>
public static class AnnealingModes
{
    /// <summary>
    /// In place of diabatic annealing (DQA): draws that follow exp(-beta E) without bias, on frustrated models too, for the gradient of a
    /// prior. It continues its ladders when a training hands their state back.
    /// </summary>
    public static IIsingSampler Diabatic { get; } = new ParallelTemperingSampler();

    /// <summary>
    /// In place of slow annealing (QA): the lowest energies, by population annealing down to where the model freezes. Not draws of any
    /// temperature: of a trained prior many reads are the same few states. Rows of low energy that differ are draws at a beta of 2 or 3.
    /// </summary>
    public static IIsingSampler Slow { get; } = new FreezingSampler(new PopulationAnnealingSampler());

    /// <summary>
    /// In place of conditional annealing (c-QA): fresh draws of the model with fields added, for rows of a class or an attribute.
    /// </summary>
    /// <param name="fields">One finite number a spin.</param>
    /// <param name="strength">Factor on them, finite.</param>
    public static IIsingSampler Conditional(ImmutableArray<float> fields, double strength = 1) =>
        new SteeringSampler(new PopulationAnnealingSampler(), fields, strength);
}
