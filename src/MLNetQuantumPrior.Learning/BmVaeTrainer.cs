using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Trains a variational autoencoder whose prior is a Boltzmann machine (arXiv:2604.00919), or Gaussian to compare with.</summary>
/// <remarks>
/// Each step descends -log p(x|z) + KL(q || p), KL = -H(q) + E_q[E] + log Z. All but log Z is exact for the factorised q; the gradient of
/// log Z is the negative phase, estimated from chains that persist from step to step, as <see cref="TrainingOptions.NegativePhase"/> says.
/// The KL term of Gaussian latents is exact. The same seed gives the same model, whatever the thread count.
/// </remarks>
/// <param name="engine">Differentiates the networks.</param>
/// <param name="sampler">Draws the negative phase at beta = 1.</param>
/// <param name="options">How to train.</param>
public sealed class BmVaeTrainer(ITrainingEngine engine, IIsingSampler sampler, TrainingOptions options)
{
    /// <summary>
    /// Rows that judge each epoch and that the training never sees, of the same likelihood; at least one. Null takes them from the data, as
    /// <see cref="TrainingOptions.ValidationFraction"/> says. Default null.
    /// </summary>
    public FeatureMatrix? Validation { get; init; }

    /// <summary>
    /// A model to fine-tune, of the same networks and prior. The optimiser starts without its state, so a lower learning rate and no
    /// warm-up of the KL weight are usual. Null starts from random numbers. Default null.
    /// </summary>
    public BmVaeModel? Start { get; init; }

    /// <summary>
    /// How the rows were scaled, so that the model takes and gives features in the units before that. Null: as <see cref="Start"/> does, or
    /// where there is none, the rows were not scaled. Default null.
    /// </summary>
    public SlotScaling? Scaling { get; init; }

    /// <summary>Names of the features, as many as there are; empty for none. Default empty.</summary>
    public ImmutableArray<string> SlotNames { get; init; } = [];

    /// <summary>
    /// A folder for a checkpoint after each epoch; made if there is none. The next training with the same folder, data, options and seed
    /// resumes from it, with the same numbers as one that was never interrupted. Sampler and engine are compared by what their ToString
    /// says, without numbers of threads: records name their options. One training at a time. Null for none. Default null.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Trains a new model with a Boltzmann machine on a graph of your choice.</summary>
    /// <param name="data">Rows of scaled features for the architecture's likelihood, at least one batch of them.</param>
    /// <param name="architecture">The networks; as many inputs as the data has columns, as many latents as the graph has spins.</param>
    /// <param name="graph">Which latents the prior couples.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each epoch, on the training thread.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Data, architecture, graph and options contradict each other.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of another training.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public BmVaeModel Train(
        ITrainingRows data,
        VaeArchitecture architecture,
        SpinGraph graph,
        ulong seed,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Train(data, architecture, PriorKind.Boltzmann, graph, seed, progress, cancel);
    }

    /// <summary>Trains a new model with a prior of a kind, as many latents as the architecture has.</summary>
    /// <param name="data">Rows of scaled features for the architecture's likelihood, at least one batch of them.</param>
    /// <param name="architecture">The networks, made for this kind of prior; as many inputs as the data has columns.</param>
    /// <param name="prior">
    /// Which prior: <see cref="PriorKind.Boltzmann"/> couples every pair, <see cref="PriorKind.Rbm"/> two halves of the latents.
    /// </param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each epoch, on the training thread.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Data, architecture, prior and options contradict each other.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of another training.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public BmVaeModel Train(
        ITrainingRows data,
        VaeArchitecture architecture,
        PriorKind prior,
        ulong seed,
        IProgress<EpochReport>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        SpinGraph? graph = prior == PriorKind.Gaussian ? null : prior.DefaultGraph(architecture.LatentSize);
        return Train(data, architecture, prior, graph, seed, progress, cancel);
    }

    private BmVaeModel Train(
        ITrainingRows data,
        VaeArchitecture architecture,
        PriorKind kind,
        SpinGraph? graph,
        ulong seed,
        IProgress<EpochReport>? progress,
        CancellationToken cancel)
    {
        CheckSizes(data, architecture, kind, graph);
        RowSplit rows = RowSplit.Of(data, Validation, options.ValidationFraction, seed);
        CheckRows(rows, architecture);
        using IVaeNetwork network = engine.Create(architecture, seed);
        if (Start is null)
        {
            OutputBias.Initialize(network, rows.Training.ColumnMeans());
        }
        else
        {
            network.SetParameters(Start.Parameters);
        }

        var schedule = new Schedule(options, checked((int)((rows.Training.Count + options.BatchSize - 1) / options.BatchSize)));
        ITrainedPrior prior = graph is null
            ? new TrainedGaussianPrior(architecture.LatentSize, options)
            : new TrainedBoltzmannPrior(kind, graph, Start?.Prior, sampler, options, seed, schedule.StepsPerEpoch);
        CheckpointFile? checkpoint = CheckpointFolder is { } folder ? new(folder, Key(data, architecture, kind, graph, seed)) : null;
        return new TrainingLoop(network, prior, options, schedule, rows, seed)
            .Run(checkpoint, progress, cancel)
            .With(Scaling ?? Start?.Scaling ?? SlotScaling.Identity(architecture.Likelihood), SlotNames);
    }

    private CheckpointKey Key(
        ITrainingRows data, VaeArchitecture architecture, PriorKind kind, SpinGraph? graph, ulong seed) => CheckpointKey.Of(
        options,
        ("seed", $"{seed}"),
        ("prior", graph is null ? $"{kind}" : $"{kind} on {graph} with edges {CheckpointKey.Digest(graph.Edges.AsSpan())}"),
        ("encoder", string.Join(", ", architecture.Encoder)),
        ("decoder", string.Join(", ", architecture.Decoder)),
        ("likelihood", $"{architecture.Likelihood}"),
        ("training rows", $"{data.Count} of digest {data.Digest()}"),
        ("validation rows", Validation is null ? "none" : $"{Validation.Rows} of digest {CheckpointKey.Digest(Validation.AsSpan())}"),
        ("start", Start is null ? "random" : $"a model of digest {CheckpointKey.Digest(Start.Parameters)}"),
        ("sampler", CheckpointKey.Description(sampler)),
        ("engine", CheckpointKey.Description(engine)));

    private void CheckSizes(ITrainingRows data, VaeArchitecture architecture, PriorKind kind, SpinGraph? graph)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(architecture);
        options.Validate();
        if (architecture.InputSize != data.Likelihood.Slots)
        {
            throw new ArgumentException(
                $"Architecture: expected {data.Likelihood.Slots} inputs, one per feature, got {architecture.InputSize}.",
                nameof(architecture));
        }

        if ((Scaling ?? Start?.Scaling) is { } scaling && scaling.Offset.Length != architecture.InputSize)
        {
            throw new ArgumentException(
                $"'{nameof(Scaling)}': expected one of {architecture.InputSize} features, got one of {scaling.Offset.Length}.");
        }

        if (!SlotNames.IsDefaultOrEmpty && SlotNames.Length != architecture.InputSize)
        {
            throw new ArgumentException(
                $"'{nameof(SlotNames)}': expected {architecture.InputSize}, one per feature, or none, got {SlotNames.Length}.");
        }

        data.CheckFits(architecture.Likelihood, nameof(data));
        kind.Check(architecture);
        if (graph is not null)
        {
            kind.Check(graph, architecture.LatentSize);
        }

        if (Start is { } start && (start.Kind != kind
            || !start.Architecture.Encoder.SequenceEqual(architecture.Encoder)
            || !start.Architecture.Decoder.SequenceEqual(architecture.Decoder)
            || start.Architecture.Likelihood != architecture.Likelihood
            || (graph is not null && !start.Prior.Graph.Edges.SequenceEqual(graph.Edges))))
        {
            throw new ArgumentException(
                $"Model to start from: expected one with a {kind} prior{(graph is null ? "" : $" on {graph}")} " +
                "and the networks of the training, " +
                $"got one with a {start.Kind} prior or other networks or edges. Train with the model's own architecture and graph.");
        }
    }

    private void CheckRows(RowSplit rows, VaeArchitecture architecture)
    {
        if (rows.Training.Count < options.BatchSize)
        {
            throw new ArgumentException(
                $"Training data: expected at least one batch of {options.BatchSize} rows, got {rows.Training.Count}. " +
                $"Give more rows or a smaller '{nameof(TrainingOptions.BatchSize)}'.");
        }

        if (options.Patience is not null && rows.Validation is null)
        {
            throw new ArgumentException(
                $"Option '{nameof(TrainingOptions.Patience)}': expected rows to judge by, got none. " +
                $"Set '{nameof(TrainingOptions.ValidationFraction)}' or '{nameof(Validation)}'.");
        }

        if (rows.Validation is { } validation)
        {
            validation.CheckFits(architecture.Likelihood, nameof(Validation));
        }
    }
}
