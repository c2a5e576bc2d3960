using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Learns binary latents of a feature vector with a variational autoencoder whose prior is a Boltzmann machine.</summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.BmVae(...)</c>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Input column data type</term><description>Known-size vector of <see cref="float"/>, values within [0, 1]</description></item>
/// <item><term>Output column data type</term><description>Known-size vector of <see cref="float"/>: bits, 0 or 1</description></item>
/// </list>
/// <para>
/// An encoder network gives each row x a factorised posterior q(s|x) over spins s in {-1, +1}; a decoder network gives back x from the bits (s + 1) / 2. The prior
/// p(s) = exp(-E(s)) / Z with E(s) = sum_i h_i s_i + sum_(ij) J_ij s_i s_j has couplings J on a graph of your choice. Training descends
/// -E_q[log p(x|s)] + KL(q || p). The KL term's entropy and energy are exact; the gradient of log Z is estimated by the <see cref="Options.Sampler"/>, whose chains
/// persist from step to step. Source: arXiv:2604.00919.
/// </para>
/// <para>All rows are read into memory once, in the order of the view.</para>
/// </remarks>
public sealed class BmVaeEstimator : IEstimator<BmVaeTransformer>
{
    internal const int DefaultLatentSize = 128;
    internal const int DefaultNumberOfEpochs = 12;

    private readonly IHost _host;
    private readonly Options _options;

    internal BmVaeEstimator(IHostEnvironment environment, Options options)
    {
        _host = environment.Register(nameof(BmVaeEstimator));
        _options = options;
        if (string.IsNullOrEmpty(options.OutputColumnName))
        {
            throw new ArgumentException($"Option '{nameof(Options.OutputColumnName)}': expected the name of a column, got none.", nameof(options));
        }

        if (options.LatentSize is { } size && options.Graph is { } graph && graph.SpinCount != size)
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.Graph)}': expected a graph of {size} spins, as '{nameof(Options.LatentSize)}' says, got {graph} with {graph.SpinCount} spins. " +
                $"Give one of the two.", nameof(options));
        }

        if (options.LatentSize < 1)
        {
            throw new ArgumentException($"Option '{nameof(Options.LatentSize)}': expected at least 1, got {options.LatentSize}.", nameof(options));
        }

        if (options.HiddenSizes.IsDefault || options.HiddenSizes.Any(hidden => hidden < 1))
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.HiddenSizes)}': expected sizes of at least 1, got [{(options.HiddenSizes.IsDefault ? "" : string.Join(", ", options.HiddenSizes))}].",
                nameof(options));
        }
    }

    /// <summary>Everything that can be set.</summary>
    public sealed record Options
    {
        /// <summary>Name of the column of latent bits. Default "Latent".</summary>
        public string OutputColumnName { get; init; } = "Latent";

        /// <summary>Name of the column to learn. Null takes <see cref="OutputColumnName"/>. Default "Features".</summary>
        public string? InputColumnName { get; init; } = "Features";

        /// <summary>Number of bits, at least 1. Null takes the size of <see cref="Graph"/>, or 128 without one. Default null.</summary>
        public int? LatentSize { get; init; }

        /// <summary>Which bits the prior couples. Null takes the complete graph. Default null.</summary>
        public SpinGraph? Graph { get; init; }

        /// <summary>Sizes of the encoder's hidden layers, from features to bits; the decoder mirrors them. Default 512, 256.</summary>
        public ImmutableArray<int> HiddenSizes { get; init; } = [512, 256];

        /// <summary>Draws the negative phase of the training; must be able to continue its chains. Default: block Gibbs, 2 sweeps a step.</summary>
        public IIsingSampler Sampler { get; init; } = new BlockGibbsSampler { Sweeps = 2 };

        /// <summary>Differentiates the networks. Default: the built-in SIMD engine on all cores.</summary>
        public ITrainingEngine Engine { get; init; } = new SimdEngine();

        /// <summary>Epochs, batches, step sizes and the KL term.</summary>
        public TrainingOptions Training { get; init; } = new();

        /// <summary>Seed of all randomness. Null draws one from the environment and logs it. Default null.</summary>
        public int? Seed { get; init; }

        /// <summary>Called after each epoch, on the training thread. Default: none.</summary>
        public IProgress<EpochReport>? Progress { get; init; }

        /// <summary>Ends <see cref="Fit"/> with an <see cref="OperationCanceledException"/> between two steps.</summary>
        public CancellationToken CancellationToken { get; init; }

        /// <summary>Where to log, such as the <see cref="MLContext"/>. Null takes the environment of the catalog. Default null.</summary>
        public IHostEnvironment? Environment { get; init; }

        internal string InputColumn => InputColumnName ?? OutputColumnName;
    }

    /// <summary>Trains on a view and returns the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">A value is NaN or outside [0, 1], there are too few rows, or options contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public BmVaeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using IChannel channel = _host.Start("Training");
        var column = FeatureColumn.In(input.Schema, _options.InputColumn);
        FeatureMatrix features = column.ReadAll(input, _options.CancellationToken);
        SpinGraph graph = _options.Graph ?? SpinGraph.Complete(_options.LatentSize ?? DefaultLatentSize);
        var architecture = VaeArchitecture.Mlp(features.Columns, _options.HiddenSizes.AsSpan(), graph.SpinCount);
        int seed = _options.Seed ?? _host.Rand.Next();
        channel.Info(MessageSensitivity.None, "BM-VAE: {0} rows of {1} features, {2} latent bits on {3}, seed {4}", features.Rows, features.Columns, graph.SpinCount, graph, seed);

        var progress = new ChannelProgress(channel, _options.Progress);
        BmVaeModel model = new BmVaeTrainer(_options.Engine, _options.Sampler, _options.Training)
            .Train(features, architecture, graph, (ulong)seed, progress, _options.CancellationToken);
        return new(model, _options.OutputColumnName, _options.InputColumn);
    }

    /// <summary>The schema after this estimator: the input's, and the column of latent bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.InputColumn);
        int latents = _options.Graph?.SpinCount ?? _options.LatentSize ?? DefaultLatentSize;
        return LatentColumn.AddTo(inputSchema, _options.OutputColumnName, latents);
    }

    /// <summary>One line of log an epoch, since ML.NET's progress channels never reach <see cref="MLContext.Log"/>.</summary>
    private sealed class ChannelProgress(IChannel channel, IProgress<EpochReport>? next) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            channel.Info(MessageSensitivity.None, "{0}", value);
            next?.Report(value);
        }
    }
}
