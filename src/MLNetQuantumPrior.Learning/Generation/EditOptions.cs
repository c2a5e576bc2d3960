using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to edit encoded rows.</summary>
public sealed record EditOptions
{
    /// <summary>
    /// Factor on the difference of the two classes' fields, a finite number of at least 0: at 0 a row only moves within the prior.
    /// Default 2.
    /// </summary>
    public double Strength { get; init => field = Check.AtLeast(0, value); } = 2;

    /// <summary>Gibbs sweeps of each row, at least 1: the fewer, the more stays of the row. Default 10.</summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 10;

    /// <summary>
    /// Inverse temperature of the first sweep, from 0 to 1; it rises evenly to 1 at the last. The lower, the further a row leaves its
    /// mode. Default 1: no warming.
    /// </summary>
    public double StartBeta { get; init => field = Check.Within(0, 1, value); } = 1;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads, at least 1. Default: one per core. Rows do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;
}
