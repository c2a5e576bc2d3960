namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The built-in engine: managed code with the processor's vector instructions (AVX-512, AVX2 or ARM64 Advanced SIMD), no native library. Trains on the CPU, starts
/// at once, and allocates nothing in a step.
/// </summary>
/// <remarks>
/// The networks it makes give bitwise the same numbers whatever the number of threads; parameters and gradients are bitwise the same on every processor, too.
/// Knows every kind of <see cref="Layer"/>.
/// </remarks>
public sealed class SimdEngine : ITrainingEngine
{
    private readonly int _maxDegreeOfParallelism = Environment.ProcessorCount;

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
