using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The built-in engine: managed code with the processor's vector instructions (AVX-512, AVX2 or ARM64 Advanced SIMD), no native library.
/// It trains on the CPU, starts at once, and allocates nothing in a step.
/// </summary>
/// <remarks>
/// Its networks give bitwise the same numbers whatever the number of threads, and a row's <see cref="IVaeNetwork.Encode"/> and
/// <see cref="IVaeNetwork.Decode"/> are bitwise the same whatever rows come with it.
/// </remarks>
public sealed record SimdEngine : ITrainingEngine
{
    /// <summary>Threads that a network uses at most, the caller's among them; from 1 to 256. Default: one a core.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.Within(1, WorkerPool.MaxThreads, value); } =
        Math.Min(Environment.ProcessorCount, WorkerPool.MaxThreads);

    /// <summary>
    /// Decoupled weight decay, as AdamW has it: in a step each weight of a dense layer or convolution first falls by the learning rate
    /// times this times itself. Biases and <see cref="BatchNorm"/> stay. At least 0. Default 0; 0.01 is usual.
    /// </summary>
    public double WeightDecay { get; init => field = Check.AtLeast(0, value); }

    /// <summary>
    /// Largest Euclidean norm, over all weights of both networks together, of the gradient that Adam sees: a longer one is shortened to it.
    /// <see cref="IVaeNetwork.GetGradients"/> reports it as it was. Above 0. Default infinity.
    /// </summary>
    public double MaxGradientNorm { get; init => field = value > 0 ? value : throw Check.Wrong("a number above 0", value); } =
        double.PositiveInfinity;

    /// <inheritdoc/>
    public IVaeNetwork Create(VaeArchitecture architecture, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return new SimdNetwork(architecture, seed, this);
    }
}
