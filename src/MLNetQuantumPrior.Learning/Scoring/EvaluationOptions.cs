using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to evaluate a model.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Codes drawn for each row, at least 1. Cost grows with it; the bound tightens with its logarithm. Default 100.</summary>
    public int ImportanceSamples { get; init => field = Check.AtLeast(1, value); } = 100;

    /// <summary>Most threads, at least 1. Default: one per core. The figures do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>
    /// Seed of the binarisation, the codes and the estimate of log Z. A row's numbers depend on the seed and its position alone. Default 0.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether Bernoulli features become binary values, one fixed draw with themselves as probabilities; false measures the features as
    /// they are, such as shades of colours. Null: as the model was trained, see <see cref="TrainingOptions.DynamicBinarization"/>, and true
    /// where that is not known. Default null.
    /// </summary>
    public bool? Binarization { get; init; }

    /// <summary>
    /// Effort of the estimates of log Z, always from both sides and on at most <see cref="MaxDegreeOfParallelism"/> threads; not used where
    /// log Z is exact. Null, the default: 1,000 temperatures and 256 chains, of fewer than 256 spins up to 4,096 chains.
    /// </summary>
    public AnnealedImportanceSampling? Annealing { get; init; }

    /// <summary>Whether models of one training are compared, for which a rough log Z, from below, will do.</summary>
    internal bool IsRough { get; init; }
}
