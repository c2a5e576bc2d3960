namespace MLNetQuantumPrior;

/// <summary>
/// Which distribution p(x|z) features follow. One-hot groups are those of the input column's "CategoricalSlotRanges" annotation.
/// </summary>
public enum FeatureLikelihood
{
    /// <summary>
    /// Pixels or a table, as the training data are. Pixels: every slot lies within [0, 1] and, if it varies, reaches one half (of 64 slots
    /// or more, one does), none is part of a one-hot group, and the column is not marked as normalised; or
    /// <see cref="BmVaeEstimator.Options.Scaling"/> is <see cref="Learning.FeatureScaling.Shared"/>, as it is by default with
    /// <see cref="BmVaeEstimator.Options.ImageShape"/>. They are Bernoulli. With
    /// <see cref="Learning.FeatureScaling.Quantiles"/> it is a table. Of a table, one-hot groups are categorical, slots of nothing but 0
    /// and 1 Bernoulli, others Gaussian with learned variances.
    /// </summary>
    Automatic,

    /// <summary>Every slot is Bernoulli.</summary>
    Bernoulli,

    /// <summary>One-hot groups are categorical, all other slots Gaussian with learned variances.</summary>
    Gaussian,
}
