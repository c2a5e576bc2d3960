using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The built-in engine: managed code with the processor's vector instructions (AVX-512, AVX2 or ARM64 Advanced SIMD), no native library.
/// It trains on the CPU, starts at once, and allocates nothing in a step.
/// </summary>
/// <remarks>
/// Its networks give bitwise the same numbers whatever the number of threads, and a row's <see cref="IVaeNetwork.Encode"/> and
/// <see cref="IVaeNetwork.Decode"/> are bitwise the same whatever rows come with it.
/// </remarks>
public sealed class SimdEngine : ITrainingEngine
{
    private readonly int _maxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, WorkerPool.MaxThreads);

    /// <summary>Threads that a network uses at most, the caller's among them; from 1 to 256. Default: one a core.</summary>
    public int MaxDegreeOfParallelism
    {
        get => _maxDegreeOfParallelism;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, WorkerPool.MaxThreads);
            _maxDegreeOfParallelism = value;
        }
    }

    /// <inheritdoc/>
    public IVaeNetwork Create(VaeArchitecture architecture, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return new SimdNetwork(architecture, seed, MaxDegreeOfParallelism);
    }
}
