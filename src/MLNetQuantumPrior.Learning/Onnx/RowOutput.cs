namespace MLNetQuantumPrior.Learning;

/// <summary>What a <see cref="RowGraph"/> can say of a row.</summary>
internal enum RowOutput
{
    /// <summary>The log-odds of each bit being 1. <c>[N, LatentSize]</c></summary>
    Logits,

    /// <summary>The likelier value of each latent spin: 1 where the logit is above 0, else 0. <c>[N, LatentSize]</c></summary>
    Bits,

    /// <summary>The probability that each bit is 1. <c>[N, LatentSize]</c></summary>
    Probabilities,

    /// <summary>The bits as spins, -1 or +1. <c>[N, LatentSize]</c></summary>
    Spins,

    /// <summary>Means of Gaussian latents. <c>[N, LatentSize]</c></summary>
    Means,

    /// <summary>Logarithms of the variances of Gaussian latents. <c>[N, LatentSize]</c></summary>
    LogVariances,

    /// <summary>Expected features of the likeliest latents, in the units of the training data. <c>[N, InputSize]</c></summary>
    Reconstruction,

    /// <summary>E(s) of the likelier spins under the prior. <c>[N, 1]</c></summary>
    Energy,

    /// <summary>-log p(x|z) at the likeliest latents, in nats. <c>[N, 1]</c></summary>
    ReconstructionLoss,

    /// <summary>How strange the row is, by an <see cref="OutlierMeasure"/>. <c>[N, 1]</c></summary>
    OutlierScore,

    /// <summary>The conformal p-value of the outlier score. <c>[N, 1]</c></summary>
    PValue,
}
