using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What was learned of one class, for generation.</summary>
/// <param name="Name">The class's label.</param>
/// <param name="Rows">Rows of the training data in this class.</param>
/// <param name="Fields">One a spin: added to the fields of the shared prior, they make its mean spins those of the class's codes.</param>
/// <param name="Prior">The class's own Boltzmann machine, on the graph of the shared prior.</param>
public sealed record LatentClass(string Name, long Rows, ImmutableArray<float> Fields, IsingModel Prior);
