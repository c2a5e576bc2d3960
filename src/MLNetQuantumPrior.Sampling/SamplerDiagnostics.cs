namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What a sampler found out about the quality of its own draws. Every sampler that has something to say has a record of its own; match on
/// its type.
/// </summary>
public abstract record SamplerDiagnostics;
