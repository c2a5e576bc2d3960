namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Where a sampler stopped: opaque to callers, handed back in <see cref="SampleRequest.Continue"/>, storable in a checkpoint.
/// </summary>
/// <param name="Sampler">Name of the kind of sampler that wrote it and can read it, such as "BlockGibbs".</param>
/// <param name="Content">The sampler's own little-endian bytes.</param>
public sealed record SamplerState(string Sampler, ReadOnlyMemory<byte> Content);
