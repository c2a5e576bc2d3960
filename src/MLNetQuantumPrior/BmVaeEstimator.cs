using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Learns binary latents of a feature vector with a variational autoencoder whose prior is a Boltzmann machine, or Gaussian ones to compare with.</summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.BmVae(...)</c>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Input column data type</term><description>Known-size vector of <see cref="float"/></description></item>
/// <item><term>Output column data type</term><description>Known-size vector of <see cref="float"/>: bits, 0 or 1; means, with <see cref="PriorKind.Gaussian"/></description></item>
/// </list>
/// <para>
/// An encoder network gives each row x a factorised posterior q(s|x) over spins s in {-1, +1}; a decoder network gives back x from the bits (s + 1) / 2. The prior
/// p(s) = exp(-E(s)) / Z with E(s) = sum_i h_i s_i + sum_(ij) J_ij s_i s_j has couplings J on a graph of your choice. Training descends
/// -E_q[log p(x|s)] + KL(q || p). The KL term's entropy and energy are exact; the gradient of log Z is estimated by the <see cref="Options.Sampler"/>, whose chains
/// persist from step to step. Source: arXiv:2604.00919.
/// </para>
/// <para>
/// Features follow a law p(x|s) by group of slots: Bernoulli, Gaussian or categorical, found in the data or given, see
/// <see cref="Options.Likelihood"/>; they are brought to where it lives first, as <see cref="Options.Scaling"/> says. With a label column,
/// each class gets a Boltzmann machine of its own and fields to add to the shared one, fitted on its codes after the training: what
/// generation by class needs.
/// </para>
/// <para>
/// Small data are read into memory once, in the order of the view. Larger data than <see cref="Options.ShuffleBufferRows"/> are streamed: they
/// are read anew in each epoch, in memory that does not grow with the number of rows, and shuffled through a buffer. Put data that are sorted,
/// by class for example, in random order first: a row leaves the buffer not far from where it came in. Classes are then fitted on rows
/// drawn from all of the data, about as many as the buffer holds.
/// </para>
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

        ArgumentNullException.ThrowIfNull(options.Columns, nameof(Options.Columns));
        ArgumentNullException.ThrowIfNull(options.Sampler, nameof(Options.Sampler));
        ArgumentNullException.ThrowIfNull(options.Engine, nameof(Options.Engine));
        ArgumentNullException.ThrowIfNull(options.Training, nameof(Options.Training));
        ArgumentNullException.ThrowIfNull(options.ClassFit, nameof(Options.ClassFit));
        options.Training.Validate();
        if (options.SlotGroups.IsDefault || (!options.SlotGroups.IsEmpty && options.Likelihood != FeatureLikelihood.Automatic))
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.SlotGroups)}': expected none beside '{nameof(Options.Likelihood)}' {options.Likelihood}, " +
                $"got [{(options.SlotGroups.IsDefault ? "" : string.Join(", ", options.SlotGroups))}]. Give one of the two.",
                nameof(options));
        }

        if (options.LatentSize is { } size && options.Graph is { } graph && graph.SpinCount != size)
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.Graph)}': expected a graph of {size} spins, as '{nameof(Options.LatentSize)}' says, got {graph} with {graph.SpinCount} spins. " +
                $"Give one of the two.", nameof(options));
        }

        if (!Enum.IsDefined(options.Prior))
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.Prior)}': expected one of {string.Join(", ", Enum.GetNames<PriorKind>())}, got {options.Prior}.", nameof(options));
        }

        options.Columns.Outputs(options.OutputColumnName, options.Prior); // or it throws

        if (options.Graph is not null && options.Prior != PriorKind.Boltzmann)
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.Graph)}': expected none with '{nameof(Options.Prior)}' {options.Prior}, got {options.Graph}. " +
                $"A graph of your own needs {PriorKind.Boltzmann}.", nameof(options));
        }

        if (options.Prior == PriorKind.Rbm && options.LatentSize == 1)
        {
            throw new ArgumentException($"Option '{nameof(Options.LatentSize)}': expected at least 2 with '{nameof(Options.Prior)}' {PriorKind.Rbm}, got 1.", nameof(options));
        }

        if (options.LatentSize < 1)
        {
            throw new ArgumentException($"Option '{nameof(Options.LatentSize)}': expected at least 1, got {options.LatentSize}.", nameof(options));
        }

        if (options.ShuffleBufferRows < 1)
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.ShuffleBufferRows)}': expected at least 1, or null, got {options.ShuffleBufferRows}.", nameof(options));
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

        /// <summary>
        /// What the latents are, and what else to add to a row. With <see cref="BmVaeColumns.PValue"/>, rows are held out of the training to
        /// compare with: the validation rows of <see cref="TrainingOptions.ValidationFraction"/>, or a tenth of the rows, which are then its
        /// validation rows, where that is 0. Default: bits and nothing else.
        /// </summary>
        public BmVaeColumns Columns { get; init; } = new();

        /// <summary>Name of the column to learn. Null takes <see cref="OutputColumnName"/>. Default "Features".</summary>
        public string? InputColumnName { get; init; } = "Features";

        /// <summary>Name of a label column, to learn what generation by class needs: a key, text, Boolean, Single or Double. Null for none. Default null.</summary>
        public string? LabelColumnName { get; init; }

        /// <summary>
        /// How features are brought to where their likelihood lives: Bernoulli slots into [0, 1], Gaussian ones to mean 0 and variance 1;
        /// generated ones are brought back. Default: each slot on its own. Shared says that slots are pixels, see
        /// <see cref="FeatureLikelihood.Automatic"/>.
        /// </summary>
        public FeatureScaling Scaling { get; init; } = FeatureScaling.PerSlot;

        /// <summary>Which law p(x|z) features follow. Default: pixels or a table, as the training data are.</summary>
        public FeatureLikelihood Likelihood { get; init; } = FeatureLikelihood.Automatic;

        /// <summary>
        /// The law of each group of slots, in order, such as <c>[new GaussianSlots(3) { Variance = 0.1 }, new CategoricalSlots(4)]</c>; as
        /// many slots in all as the input column has. Instead of <see cref="Likelihood"/>. Default: none.
        /// </summary>
        public ImmutableArray<SlotGroup> SlotGroups { get; init; } = [];

        /// <summary>
        /// What the latents are, and what law they follow before a row is seen: a Boltzmann machine, or a simpler one to compare with. Default
        /// <see cref="PriorKind.Boltzmann"/>.
        /// </summary>
        public PriorKind Prior { get; init; } = PriorKind.Boltzmann;

        /// <summary>Number of latents, at least 1. Null takes the size of <see cref="Graph"/>, or 128 without one. Default null.</summary>
        public int? LatentSize { get; init; }

        /// <summary>
        /// Which bits the prior couples; with <see cref="PriorKind.Boltzmann"/> only. Null takes the complete graph. Default null.
        /// </summary>
        public SpinGraph? Graph { get; init; }

        /// <summary>Sizes of the encoder's hidden layers, from features to bits; the decoder mirrors them. Default 512, 256.</summary>
        public ImmutableArray<int> HiddenSizes { get; init; } = [512, 256];

        /// <summary>Draws the negative phase of the training, as its options say. Default: block Gibbs, 2 sweeps a step.</summary>
        public IIsingSampler Sampler { get; init; } = new BlockGibbsSampler { Sweeps = 2 };

        /// <summary>Differentiates the networks. Default: the built-in SIMD engine on all cores.</summary>
        public ITrainingEngine Engine { get; init; } = new SimdEngine();

        /// <summary>Epochs, batches, step sizes and the KL term. Default: the recipe measured best on MNIST.</summary>
        public TrainingOptions Training { get; init; } = new();

        /// <summary>
        /// A folder for a checkpoint after each epoch: the next <see cref="Fit"/> with the same folder, data, options and <see cref="Seed"/> goes on
        /// from there. Null for none. Default null.
        /// </summary>
        public string? CheckpointFolder { get; init; }

        /// <summary>What is learned of the classes for generation, and how. Default: machines, fields and a classifier of codes.</summary>
        public ClassFitOptions ClassFit { get; init; } = new();

        /// <summary>
        /// Rows kept in memory, at least 1. Data of no more rows are read once; of more, they are streamed: one pass for statistics, one for validation rows
        /// if there are any, one an epoch, which shuffles rows through a buffer of so many, and one for classes. Null takes as many rows as 1 GiB
        /// holds, 342,392 of 784 features. Default null.
        /// </summary>
        public int? ShuffleBufferRows { get; init; }

        /// <summary>Seed of all randomness. Null draws one from the environment and logs it. Default null.</summary>
        public int? Seed { get; init; }

        /// <summary>Called after each epoch, on the training thread. Default: none.</summary>
        public IProgress<EpochReport>? Progress { get; init; }

        /// <summary>Ends <see cref="Fit"/> with an <see cref="OperationCanceledException"/> between two steps. Default: never.</summary>
        public CancellationToken CancellationToken { get; init; }

        /// <summary>Where to log, such as the <see cref="MLContext"/>. Null takes the environment of the catalog. Default null.</summary>
        public IHostEnvironment? Environment { get; init; }

        internal string InputColumn => InputColumnName ?? OutputColumnName;

        /// <summary>Rows of the buffer, at most as many as one array holds.</summary>
        internal int BufferRows(int slots)
        {
            const long DefaultBytes = 1L << 30;
            long rows = ShuffleBufferRows ?? Math.Max(1, DefaultBytes / (sizeof(float) * (long)slots));
            return (int)Math.Min(rows, Array.MaxLength / slots);
        }
    }

    private TrainingOptions Training => _options.Columns.PValue is not null && _options.Training.ValidationFraction == 0
        ? _options.Training with { ValidationFraction = OutlierRows.Fraction }
        : _options.Training;

    private int LatentSize => _options.Graph?.SpinCount ?? _options.LatentSize ?? DefaultLatentSize;

    /// <summary>Trains on a view and returns the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input or label column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">A value is not finite, there are too few rows, or options contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public BmVaeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using IChannel channel = _host.Start("Training");
        CancellationToken cancel = _options.CancellationToken;
        var column = FeatureColumn.In(input.Schema, _options.InputColumn);
        LabelColumn? label = _options.LabelColumnName is { } name ? LabelColumn.In(input.Schema, name) : null;
        var data = new TrainingData(new(input, column, label, cancel), _options);

        VaeArchitecture architecture = VaeArchitecture.Mlp(column.Size, _options.HiddenSizes.AsSpan(), LatentSize, _options.Prior) with
        {
            Likelihood = data.Likelihood,
        };
        int seed = _options.Seed ?? _host.Rand.Next();
        channel.Info(
            MessageSensitivity.None, "BM-VAE: {0} rows{1} of {2} features, {3}; {4} latents, prior {5}, seed {6}",
            data.Rows.Count, data.Rows is StreamedRows stream ? $" streamed through {stream.BufferRows}" : "", column.Size, data.Likelihood,
            LatentSize, _options.Graph?.Name ?? $"{_options.Prior}", seed);

        var trainer = new BmVaeTrainer(_options.Engine, _options.Sampler, Training) { CheckpointFolder = _options.CheckpointFolder };
        var progress = new ChannelProgress<EpochReport>(channel, _options.Progress);
        BmVaeModel model = _options.Graph is { } graph
            ? trainer.Train(data.Rows, architecture, graph, (ulong)seed, progress, cancel)
            : trainer.Train(data.Rows, architecture, _options.Prior, (ulong)seed, progress, cancel);
        model = WithClasses(model, data, (ulong)seed, channel);
        if (_options.Columns.NeedOutliers)
        {
            model = model.With(OutlierRows.Measure(model, data.Rows, Training.ValidationFraction, (ulong)seed));
        }

        return new(
            model.With(data.Scaling, column.SlotNames()), _options.OutputColumnName, _options.InputColumn, _options.LabelColumnName, _options.Columns);
    }

    /// <summary>The schema after this estimator: the input's, the column of latents, and what else <see cref="Options.Columns"/> adds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input or label column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.InputColumn);
        if (_options.LabelColumnName is { } label)
        {
            LabelColumn.Check(inputSchema, label);
        }

        // Before there are data, slot names are known to exist and no more.
        ImmutableArray<string> featureNames = FeatureColumn.HasSlotNames(inputSchema, _options.InputColumn) ? ["?"] : [];
        return _options.Columns.Outputs(_options.OutputColumnName, _options.Prior).Aggregate(
            inputSchema, (shape, column) => BmVaeColumns.Column(column.Name, column.Output, LatentSize, features: 1, featureNames).AddTo(shape));
    }

    private BmVaeModel WithClasses(BmVaeModel model, TrainingData data, ulong seed, IChannel channel)
    {
        CancellationToken cancel = _options.CancellationToken;
        if (data.ClassNames.IsEmpty)
        {
            return model;
        }

        LabelledRows rows = data.Labelled(seed);

        if (model.Kind == PriorKind.Gaussian)
        {
            var trainer = new GaussianClassTrainer(_options.ClassFit.MachinesPerClass, _options.ClassFit.MaxDegreeOfParallelism);
            return model.With(trainer.Train(model, rows.Features, rows.Classes, rows.ClassNames, seed, cancel));
        }

        return model.With(ClassTraining.Run(model, rows, _options.ClassFit, seed, new ChannelProgress<LatentFitReport>(channel, null), cancel));
    }

    /// <summary>One line of log a report, since ML.NET's progress channels never reach <see cref="MLContext.Log"/>.</summary>
    private sealed class ChannelProgress<T>(IChannel channel, IProgress<T>? next) : IProgress<T>
    {
        public void Report(T value)
        {
            channel.Info(MessageSensitivity.None, "{0}", value!);
            next?.Report(value);
        }
    }
}
