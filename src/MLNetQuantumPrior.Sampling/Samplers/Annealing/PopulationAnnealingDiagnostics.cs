namespace MLNetQuantumPrior.Sampling;

/// <summary>How a run of <see cref="PopulationAnnealingSampler"/> went.</summary>
/// <remarks>
/// A family is the replicas that descend from one replica of the start. R / <see cref="MeanSquareFamilySize"/>, which is also
/// the effective sample size of <see cref="LogPartition"/>, is the number of independent replicas if relatives stayed alike: a low guess
/// wherever sweeps make them forget each other. Where it is a few, almost everything comes from a few lucky starts, and reads and log Z may
/// be far off: raise the population or the sweeps.
/// </remarks>
/// <param name="Population">Number of replicas, R.</param>
/// <param name="Steps">Number of temperature steps; 0 at beta 0.</param>
/// <param name="LogPartition">log Z at the target, from the mean weights of all steps; its error is estimated from the families.</param>
/// <param name="MeanSquareFamilySize">
/// rho_t, R times the sum of the squared shares of families, after the last resampling: between 1 and R.
/// </param>
public sealed record PopulationAnnealingDiagnostics(
    int Population, int Steps, LogPartitionEstimate LogPartition, double MeanSquareFamilySize) : SamplerDiagnostics;
