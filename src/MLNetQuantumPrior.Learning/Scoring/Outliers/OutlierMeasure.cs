namespace MLNetQuantumPrior.Learning;

/// <summary>
/// By what a row is called strange, all the higher the stranger. The combined ones are sums of terms, each less its mean and divided by its
/// standard deviation over ordinary rows, where that is more than a nat; the others are in nats, but <see cref="Mahalanobis"/>. All count
/// values that lie beyond the range of the training data, see docs/outliers.md.
/// </summary>
public enum OutlierMeasure
{
    /// <summary><see cref="Reconstruction"/> plus <see cref="Divergence"/>, standardised: what was measured best.</summary>
    Combined,

    /// <summary>
    /// What the decoder cannot say of the row at its most likely code z: -log p(x|z) less the least that any decoder could reach, so 0 for
    /// a row that is reproduced exactly.
    /// </summary>
    Reconstruction,

    /// <summary>E_q[E], the prior's energy of the row's code, up to a constant its -log p: what the prior does not expect.</summary>
    PriorEnergy,

    /// <summary>
    /// <see cref="Reconstruction"/> plus <see cref="Divergence"/> as they are. But for constants, and for the code that the reconstruction
    /// takes, this is the negative evidence lower bound of rows of zeros and ones or of Gaussian slots, and so about -log p(x).
    /// </summary>
    FreeEnergy,

    /// <summary>
    /// The Kullback-Leibler divergence of the row's code from the prior, up to log Z, which is the same for all rows:
    /// <see cref="PriorEnergy"/> less the entropy H(q).
    /// </summary>
    Divergence,

    /// <summary>The squared Mahalanobis distance of the row's code from those of training rows. At most 512 latents.</summary>
    Mahalanobis,

    /// <summary><see cref="Reconstruction"/> plus <see cref="PriorEnergy"/>, standardised.</summary>
    CombinedEnergy,

    /// <summary>
    /// <see cref="Reconstruction"/> plus <see cref="PriorEnergy"/> plus <see cref="Mahalanobis"/>, standardised. At most 512 latents.
    /// </summary>
    CombinedMahalanobis,
}
