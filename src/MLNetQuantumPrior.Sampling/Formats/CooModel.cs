namespace MLNetQuantumPrior.Sampling;

/// <summary>What a COO file says: the sum of its terms is the energy of <paramref name="Model"/> plus <paramref name="Offset"/>.</summary>
/// <param name="Model">The model in spins; its graph's <see cref="SpinGraph.Labels"/> are the variables of the file.</param>
/// <param name="Offset">The constant that bits leave when they become spins; 0 in files of spins.</param>
public sealed record CooModel(IsingModel Model, double Offset);
