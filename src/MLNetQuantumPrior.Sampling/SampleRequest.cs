namespace MLNetQuantumPrior.Sampling;

/// <summary>What is asked of a sampler.</summary>
/// <param name="Reads">Number of configurations to draw, at least 1.</param>
/// <param name="Seed">Seed of all randomness; read r uses a stream of its own, made from (seed, r) alone.</param>
public sealed record SampleRequest(int Reads, ulong Seed)
{
    /// <summary>Inverse temperature of the target exp(-Beta E), at least 0. Default 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Start of every read: shape [Reads, spins]. Null lets the sampler choose. Excludes <see cref="Continue"/>.</summary>
    public SpinMatrix? InitialStates { get; init; }

    /// <summary>
    /// State of an earlier answer of the same kind of sampler, to go on from; the model may have changed since. Excludes <see cref="InitialStates"/>.
    /// Give each continued call a new seed, or it repeats the same random numbers.
    /// </summary>
    public SamplerState? Continue { get; init; }
}
