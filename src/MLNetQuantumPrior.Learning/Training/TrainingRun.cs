using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>How a model was trained.</summary>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="Options">Epochs, batches, step sizes and the KL term.</param>
/// <param name="Epochs">What each pass over the data showed.</param>
public sealed record TrainingRun(ulong Seed, TrainingOptions Options, ImmutableArray<EpochReport> Epochs);
