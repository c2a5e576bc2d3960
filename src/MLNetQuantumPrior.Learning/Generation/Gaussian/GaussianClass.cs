namespace MLNetQuantumPrior.Learning;

/// <summary>What was learned of one class of a model with Gaussian latents, for generation.</summary>
/// <param name="Name">The class's label.</param>
/// <param name="Rows">Rows of the training data in this class.</param>
/// <param name="Latents">The distribution of the class's latents.</param>
public sealed record GaussianClass(string Name, long Rows, GaussianMixture Latents);
