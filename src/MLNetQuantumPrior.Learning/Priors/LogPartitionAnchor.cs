namespace MLNetQuantumPrior.Learning;

/// <summary>A running log Z was replaced by a fresh estimate.</summary>
/// <param name="Drift">By how much the running one was too high.</param>
/// <param name="Steps">Steps since the last anchor, over which it drifted.</param>
/// <param name="StandardError">Of the fresh estimate.</param>
internal sealed record LogPartitionAnchor(double Drift, long Steps, double StandardError);
