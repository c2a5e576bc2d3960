namespace MLNetQuantumPrior.Learning;

/// <summary>
/// How features are scaled to the range of their likelihood: <see cref="BernoulliSlots"/> into [0, 1], <see cref="GaussianSlots"/> to mean
/// 0 and variance 1; <see cref="CategoricalSlots"/> stay. Generated and reconstructed features are scaled back.
/// </summary>
public enum FeatureScaling
{
    /// <summary>
    /// Each slot on its own. Bernoulli: by its smallest and largest training value, and not at all where it lies within [0, 1] anyway.
    /// Gaussian: by its mean and standard deviation.
    /// </summary>
    PerSlot,

    /// <summary>
    /// All slots of a distribution together, as for pixels: by the smallest and largest value of any, or the mean and deviation of all.
    /// </summary>
    Shared,

    /// <summary>Not at all: training values of Bernoulli slots outside [0, 1] are refused.</summary>
    None,
}
