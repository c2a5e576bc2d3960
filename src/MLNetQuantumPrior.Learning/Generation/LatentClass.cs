using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What was learned of one class.</summary>
/// <param name="Name">Name of the label.</param>
/// <param name="Rows">Rows of the training data.</param>
/// <param name="Fields">Moment-matched fields.</param>
/// <param name="Prior">The class's own machine.</param>
public sealed record LatentClass(string Name, long Rows, ImmutableArray<float> Fields, IsingModel Prior);
