namespace MLNetQuantumPrior.Learning;

/// <summary>What a Boltzmann machine is fitted to: mean m_i of each spin, then mean m_i m_j of each edge.</summary>
/// <param name="Rows">Rows that the means are over.</param>
/// <param name="Values">The moments: spins, then edges.</param>
internal sealed record TargetMoments(long Rows, float[] Values);
