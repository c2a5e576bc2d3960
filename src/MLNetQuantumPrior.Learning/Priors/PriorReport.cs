namespace MLNetQuantumPrior.Learning;

/// <summary>What a prior has to say of an epoch.</summary>
/// <param name="Kl">KL(q || p), summed over latents, mean over rows, nats; null where log Z is not known.</param>
/// <param name="Boltzmann">What only a Boltzmann machine has to say.</param>
internal sealed record PriorReport(double? Kl, BoltzmannReport? Boltzmann);
