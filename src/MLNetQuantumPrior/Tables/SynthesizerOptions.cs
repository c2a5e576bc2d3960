using System.Collections.Frozen;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>How a <see cref="TableSynthesizer"/> is fitted. Nothing needs to be set.</summary>
/// <example>
/// <code>
/// TableSynthesizer synthesizer = ml.Data.FitSynthesizer(train, new() { Target = "Repaid", Seed = 1 });
/// </code>
/// </example>
public sealed record SynthesizerOptions
{
    /// <summary>
    /// The column that a classifier or a regression of synthetic rows is to learn: it is drawn first, so that all others depend on it.
    /// Null: no column is more than another. Default null.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>What you know of columns, by their names. Default: nothing.</summary>
    public IReadOnlyDictionary<string, SynthesizerColumn> Columns { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>What is to hold in every generated row, and does in every row of the table. Default: nothing but what is found.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Whether each column is drawn knowing the row's bits and the columns before it, by a tree per column, rather than by the decoder, for
    /// which columns are independent given the bits. Default true.
    /// </summary>
    public bool ColumnTrees { get; init; } = true;

    /// <summary>What the latents are: a Boltzmann machine, or a simpler one of bits to compare with. Default Boltzmann.</summary>
    public PriorKind Prior { get; init => field = Check.Known(value); } = PriorKind.Boltzmann;

    /// <summary>Number of latent bits, at least 1. Null: by the columns. Default null.</summary>
    public int? LatentSize { get; init => field = Check.AtLeast(1, value); }

    /// <summary>Steps, batches, step sizes and the KL term. Default: what the data ask for.</summary>
    public TrainingOptions Training { get; init => field = value ?? new(); } = new();

    /// <summary>Differentiates the networks. Default: the built-in SIMD engine on all cores.</summary>
    public ITrainingEngine Engine { get; init => field = value ?? new SimdEngine(); } = new SimdEngine();

    /// <summary>Draws the negative phase of the training. Default: block Gibbs, 2 sweeps per step.</summary>
    public IIsingSampler Sampler { get; init => field = value ?? new BlockGibbsSampler(); } = new BlockGibbsSampler { Sweeps = 2 };

    /// <summary>Most threads, at least 1. Rows do not depend on it. Default: one per core.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = System.Environment.ProcessorCount;

    /// <summary>Seed of all randomness. Null draws one from the environment and logs it. Default null.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Called after each report of the training, on the training thread. Default: none.</summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Ends the fit with an <see cref="OperationCanceledException"/>. Default: never.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Where to log, such as the <see cref="Microsoft.ML.MLContext"/>. Null takes that of the catalog. Default null.</summary>
    public IHostEnvironment? Environment { get; init; }

    /// <summary>Whether trees are fitted to the bits of other rows: what the bits are worth is seen by comparing.</summary>
    internal bool ShufflesBits { get; init; }

    private static IReadOnlyDictionary<string, SynthesizerColumn> Nothing => FrozenDictionary<string, SynthesizerColumn>.Empty;
}
