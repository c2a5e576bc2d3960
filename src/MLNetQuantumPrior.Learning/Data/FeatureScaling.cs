namespace MLNetQuantumPrior.Learning;

/// <summary>
/// How features are scaled to the range of their likelihood: <see cref="BernoulliSlots"/> into [0, 1], <see cref="GaussianSlots"/> to mean
/// 0 and variance 1; <see cref="CategoricalSlots"/> stay. Generated and reconstructed features are scaled back.
/// </summary>
public enum FeatureScaling
{
    /// <summary>
    /// Each slot on its own. Bernoulli: by its smallest and largest training value, and not at all where these may be shares as they are:
    /// within [0, 1], and reaching one half. Of 64 slots or more, one that reaches it is enough for all. Gaussian: by its mean and
    /// standard deviation.
    /// </summary>
    PerSlot,

    /// <summary>
    /// All slots of a distribution together, as for pixels: by the smallest and largest value of any, or the mean and deviation of all.
    /// Features that come back stay within the smallest and the largest value.
    /// </summary>
    Shared,

    /// <summary>Not at all: training values of Bernoulli slots outside [0, 1] are refused.</summary>
    None,

    /// <summary>
    /// For tables. Bernoulli: as <see cref="PerSlot"/>. Gaussian: each slot by the ranks of its values, to a standard normal distribution,
    /// whatever theirs is, and back without leaving the range of the training data; see <see cref="SlotQuantiles"/>. Frequent values, such
    /// as 0, come back exactly, and whole numbers as whole ones.
    /// </summary>
    Quantiles,

    /// <summary>
    /// <see cref="Quantiles"/> for Gaussian slots that a mean and a deviation say little of: skewed ones (a skewness beyond 1), ones with
    /// heavy tails (an excess kurtosis above 3) and ones with a frequent value (in a fifth of the rows or more), where there are at least
    /// 1,000 rows of at most 256 slots to learn from. Else <see cref="PerSlot"/>, which keeps the distances between clusters. The estimator
    /// of ML.NET takes <see cref="Shared"/> for images.
    /// </summary>
    Automatic,
}
