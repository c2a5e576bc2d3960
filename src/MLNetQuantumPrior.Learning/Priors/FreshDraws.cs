using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Draws of a machine that start from fair coins, and so owe nothing to where earlier draws stood: by population annealing with long steps
/// of beta and few sweeps, which gives more independent draws for the time than short steps and many sweeps.
/// </summary>
internal static class FreshDraws
{
    /// <summary>Fewer independent draws show too little of a machine to trust, and let no error of log Z be told.</summary>
    private const double FewestFamilies = 16;

    private const int FewestReplicas = 64; // that the sampler takes

    /// <param name="population">Replicas of a call, 64 where it is fewer; a call for more draws takes as many.</param>
    /// <param name="threads">Most threads; the draws do not depend on it.</param>
    public static PopulationAnnealingSampler Sampler(int population, int threads) => new()
    {
        Population = Math.Max(FewestReplicas, population), Sweeps = 5, StepEfficiency = 0.6, MaxDegreeOfParallelism = threads,
    };

    /// <summary>
    /// Draws at beta 1 with log Z; null where annealing does not reach it, or all draws descend from a few of the first ones.
    /// </summary>
    public static AnnealedDraws? OrNull(
        this PopulationAnnealingSampler sampler, IsingModel model, int count, ulong seed, CancellationToken cancel)
    {
        SampleSet drawn;
        try
        {
            drawn = sampler.Sample(model, new(count, seed), cancel);
        }
        catch (ArgumentException)
        {
            return null; // more steps of beta than a call may make
        }

        LogPartitionEstimate logPartition = ((PopulationAnnealingDiagnostics)drawn.Diagnostics!).LogPartition;
        bool tellsEnough = logPartition.EffectiveSampleSize >= FewestFamilies && double.IsFinite(logPartition.Value);
        return tellsEnough ? new(drawn.Spins, logPartition) : null;
    }
}

/// <summary>Fresh draws of a machine.</summary>
/// <param name="Spins">A configuration a row.</param>
/// <param name="LogPartition">log Z of the machine.</param>
internal sealed record AnnealedDraws(SpinMatrix Spins, LogPartitionEstimate LogPartition);
