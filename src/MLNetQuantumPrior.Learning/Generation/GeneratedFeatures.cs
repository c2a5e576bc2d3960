namespace MLNetQuantumPrior.Learning;

/// <summary>What the features of a generated row are, given its latents z.</summary>
public enum GeneratedFeatures
{
    /// <summary>
    /// The expected features under p(x|z): smooth images; for a category, the probability of each; for a number that is scaled by
    /// <see cref="FeatureScaling.Quantiles"/>, the value of its expected score.
    /// </summary>
    Expected,

    /// <summary>
    /// A draw from p(x|z): features with the spread of the data, as a table wants it. Bernoulli features are the smallest or largest value,
    /// categories one-hot.
    /// </summary>
    Sampled,
}
