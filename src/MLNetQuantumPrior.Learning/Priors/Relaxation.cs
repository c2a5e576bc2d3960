namespace MLNetQuantumPrior.Learning;

/// <summary>How the gradient of the reconstruction passes a bit that was drawn.</summary>
public enum Relaxation
{
    /// <summary>
    /// Soft bits within (0, 1) of a temperature, which can be differentiated (Maddison et al. 2017, Jang et al. 2017), and from
    /// <see cref="TrainingOptions.HardBitsFrom"/> on hard bits as with <see cref="ReinMax"/>. The gradient is that of soft bits without
    /// bias.
    /// </summary>
    BinaryConcrete,

    /// <summary>
    /// Hard bits, and the gradient as if they were their own probabilities (Bengio et al. 2013): without bias where the loss is linear in
    /// each bit, else of first order.
    /// </summary>
    StraightThrough,

    /// <summary>
    /// Hard bits, and a gradient of second order (Liu et al. 2023): without bias where the loss is at most quadratic in each bit.
    /// </summary>
    ReinMax,
}
