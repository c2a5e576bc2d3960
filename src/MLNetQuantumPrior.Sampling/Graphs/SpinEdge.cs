namespace MLNetQuantumPrior.Sampling;

/// <summary>An undirected pair of coupled spins, <paramref name="I"/> below <paramref name="J"/>.</summary>
/// <param name="I">The smaller index.</param>
/// <param name="J">The larger index.</param>
public readonly record struct SpinEdge(int I, int J);
