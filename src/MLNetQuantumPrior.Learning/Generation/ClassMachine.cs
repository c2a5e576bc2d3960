using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>A Boltzmann machine of some of a class's codes.</summary>
/// <param name="Rows">Rows of the training data whose codes it was fitted to, at least 1.</param>
/// <param name="Prior">The machine, on the graph of the shared prior.</param>
public sealed record ClassMachine(long Rows, IsingModel Prior);
