using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How the slots of rows that are not known are filled in.</summary>
public sealed record RowFillerOptions
{
    /// <summary>Fillings of each row, at least 1. Default 1.</summary>
    public int Draws { get; init => field = Check.AtLeast(1, value); } = 1;

    /// <summary>
    /// Chains of each row, at least 1; there are as many as <see cref="Draws"/> where these are more. More chains find more of the codes
    /// that a row may have. Default 16.
    /// </summary>
    public int Chains { get; init => field = Check.AtLeast(1, value); } = 16;

    /// <summary>
    /// Steps in which the known slots come to count fully, at least 1: from as much as the best of the prior's draws stand, evenly on a
    /// logarithmic scale. Default 16.
    /// </summary>
    public int AnnealingSteps { get; init => field = Check.AtLeast(1, value); } = 16;

    /// <summary>
    /// Steps after that, at least 1, which leave the distribution of a row's codes as it is and lead chains there that are not yet:
    /// the more, the closer the fillings are to it. Default 16.
    /// </summary>
    public int Steps { get; init => field = Check.AtLeast(1, value); } = 16;

    /// <summary>
    /// Fresh draws of the prior that the chains of all rows start from, from 1 to <see cref="GenerationOptions.MaxPoolSize"/>: drawn once,
    /// when first needed. Default 2048.
    /// </summary>
    public int PoolSize { get; init => field = Check.Within(1, GenerationOptions.MaxPoolSize, value); } = 2048;

    /// <summary>
    /// What the slots that are not known get, given a draw of the latents: expected values or a draw. Default null:
    /// <see cref="GeneratedFeatures.Expected"/> where every slot is Bernoulli, as pixels are, else
    /// <see cref="GeneratedFeatures.Sampled"/>.
    /// </summary>
    public GeneratedFeatures? Features { get; init => field = Check.Known(value); }

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads, at least 1. Default: one per core. Rows do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal int ChainsOfRow => Math.Max(Chains, Draws);
}
