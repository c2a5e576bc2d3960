using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>What the networks of images are made of: <see cref="BmVaeEstimator.Options.ImageNetwork"/>.</summary>
public enum ImageNetwork
{
    /// <summary>Convolutions that halve height and width, as <see cref="VaeArchitecture.Convolutional"/> has them.</summary>
    Convolutional,

    /// <summary>These and a residual block at each size, as <see cref="VaeArchitecture.Residual"/> has them: over twice the time.</summary>
    Residual,
}
