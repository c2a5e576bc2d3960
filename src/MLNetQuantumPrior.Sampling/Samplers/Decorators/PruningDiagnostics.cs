namespace MLNetQuantumPrior.Sampling;

/// <summary>What <see cref="PruningSampler"/> made of a model.</summary>
/// <param name="CoreSpins">Number of spins that the wrapped sampler had to draw; 0 where it was not called.</param>
/// <param name="LogFactor">
/// log Z of the model minus log Z of the core, exactly: what to add to an estimate of the wrapped sampler, and all of log Z where the core
/// is empty. Null with <see cref="PruningSampler.TreesAtLowestEnergy"/>.
/// </param>
/// <param name="Inner">What the wrapped sampler reported about the core.</param>
public sealed record PruningDiagnostics(int CoreSpins, double? LogFactor, SamplerDiagnostics? Inner) : SamplerDiagnostics;
