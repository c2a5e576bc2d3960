namespace MLNetQuantumPrior.Learning;

/// <summary>
/// An encoder and a decoder in training. Not safe for concurrent calls; the same seed and calls give the same
/// numbers, whatever the thread count.
/// </summary>
public interface IVaeNetwork : IDisposable
{
    /// <summary>What it is made of.</summary>
    VaeArchitecture Architecture { get; }

    /// <summary>
    /// Whether the chains of the prior may move on another thread while <see cref="Step"/> runs. False, the default, where a step wants all
    /// cores for itself, as libtorch does on a processor: its threads wait for each other.
    /// </summary>
    bool LeavesCores => false;

    /// <summary>Codes of rows: what the encoder gives. <c>[rows, InputSize] -> [rows, CodeSize]</c></summary>
    /// <exception cref="ArgumentException">A length is not a whole number of rows, or the two differ in rows.</exception>
    void Encode(ReadOnlySpan<float> features, Span<float> code);

    /// <summary>
    /// Outputs that <see cref="VaeArchitecture.Likelihood"/> makes features of. <c>[rows, LatentSize] -> [rows, InputSize]</c>
    /// </summary>
    /// <exception cref="ArgumentException">A length is not a whole number of rows, or the two differ in rows.</exception>
    void Decode(ReadOnlySpan<float> latents, Span<float> outputs);

    /// <summary>
    /// One optimisation step on the mean over rows of the reconstruction loss -log p(x|z), as <see cref="VaeArchitecture.Likelihood"/> has
    /// it, summed over features, plus whatever the <paramref name="bottleneck"/> adds: of Adam, and of learned variances as
    /// <see cref="GaussianSlots"/> says. With a learning rate of 0 only the gradients are computed. <see cref="BatchNorm"/> takes the
    /// statistics of these rows here, and its running ones in <see cref="Encode"/> and <see cref="Decode"/>.
    /// </summary>
    /// <param name="features">Rows of values that the likelihood takes: input and target. <c>[rows, InputSize]</c></param>
    /// <param name="bottleneck">What lies between encoder and decoder.</param>
    /// <param name="learningRate">Adam's step size, at least 0.</param>
    StepReport Step(ReadOnlySpan<float> features, IBottleneck bottleneck, double learningRate);

    /// <summary>Copies all parameters out, in the order of <see cref="VaeArchitecture.Parameters"/>.</summary>
    void GetParameters(Span<float> destination);

    /// <summary>Replaces all parameters; the optimiser's state stays.</summary>
    void SetParameters(ReadOnlySpan<float> source);

    /// <summary>Copies out the gradients of the last step's loss, in the order of <see cref="VaeArchitecture.Parameters"/>.</summary>
    void GetGradients(Span<float> destination);

    /// <summary>
    /// What the optimiser remembers. A network of the same architecture that is given these parameters and this state makes the same steps.
    /// </summary>
    OptimizerState GetOptimizerState();

    /// <summary>Replaces what the optimiser remembers.</summary>
    /// <exception cref="ArgumentException">The state is not one of as many parameters.</exception>
    void SetOptimizerState(OptimizerState state);
}
