namespace MLNetQuantumPrior.Sampling;

/// <summary>log Z, Z the sum of exp(-beta E(s)) over all states, and how well it is known.</summary>
/// <param name="Value">log Z in nats.</param>
/// <param name="StandardError">
/// Standard error of <paramref name="Value"/> in nats, estimated from the run itself; 0 where log Z is exact. It cannot see states that no
/// chain has met: on models with deep separate valleys compare runs of different length or method.
/// </param>
/// <param name="EffectiveSampleSize">
/// How many independent, equally weighted chains it is worth; infinite where log Z is exact. The standard error is unreliable where this is
/// only a few.
/// </param>
/// <param name="Method">How it was found.</param>
public sealed record LogPartitionEstimate(double Value, double StandardError, double EffectiveSampleSize, LogPartitionMethod Method);
