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
    public ImmutableArray<string> SlotNames { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// A folder for a checkpoint after each report; made if there is none. The next training with the same folder, data, options and seed
    /// resumes from it, with the same numbers as one that was never interrupted. Sampler and engine are compared by what their ToString
    /// says, without numbers of threads: records name their options. One training at a time. Null for none. Default null.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// Called after each report with the model of that moment, on the training thread: to draw pictures, for example. Default: none.
    /// </summary>
    public IProgress<TrainingSnapshot>? Snapshots { get; init; }

    /// <summary>Trains a new model with a Boltzmann machine on a graph of your choice.</summary>
    /// <param name="data">
    /// Rows of scaled features for the architecture's likelihood, at least one; fewer than a batch make steps of them all.
    /// </param>
    /// <param name="architecture">The networks; as many inputs as the data has columns, as many latents as the graph has spins.</param>
    /// <param name="graph">Which latents the prior couples.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each report, on the training thread.</param>
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
    /// <param name="data">
    /// Rows of scaled features for the architecture's likelihood, at least one; fewer than a batch make steps of them all.
    /// </param>
    /// <param name="architecture">The networks, made for this kind of prior; as many inputs as the data has columns.</param>
    /// <param name="prior">
    /// Which prior: <see cref="PriorKind.Boltzmann"/> couples every pair, <see cref="PriorKind.Rbm"/> two halves of the latents.
    /// </param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each report, on the training thread.</param>
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
        var task = new TrainingTask(data, architecture, kind, graph, seed, Validation, Start);
        task.Check(options);
        TrainingOptions complete = new DataRule(data.Count, data.Likelihood) { AreColours = architecture.Image is { Channels: > 1 } }
            .Complete(options, areJudged: Validation is not null);
        SlotScaling scaling = Scaling ?? Start?.Scaling ?? SlotScaling.Identity(architecture.Likelihood);
        CheckFeatures(scaling, architecture.InputSize);
        if (complete.Augmentation is not null && !scaling.IsShared)
        {
            throw new ArgumentException(
                $"Option '{nameof(TrainingOptions.Augmentation)}': expected pixels that are scaled alike, got each scaled by itself. " +
                $"Take {nameof(FeatureScaling)}.{nameof(FeatureScaling.Shared)}.", nameof(options));
        }

        RowSplit rows = task.Split(complete);
        using IVaeNetwork network = engine.Create(architecture, seed);
        if (Start is null)
        {
            network.Architecture.CheckOutputs();
            OutputBias.Initialize(network, rows.Training.ColumnMeans());
        }
        else
        {
            network.SetParameters(Start.Parameters);
        }

        int batch = complete.BatchSize!.Value;
        var schedule = new Schedule(complete, checked((int)((rows.Training.Count + batch - 1) / batch)));
        ITrainedPrior prior = graph is null
            ? new TrainedGaussianPrior(architecture.LatentSize, complete)
            : new TrainedBoltzmannPrior(kind, graph, Start?.Prior, sampler, complete, seed, schedule.StepsPerReport);
        CheckpointFile? checkpoint = CheckpointFolder is { } folder ? new(folder, task.Key(complete, sampler, engine)) : null;
        var loop = new TrainingLoop(network, prior, complete, schedule, rows, seed);
        BmVaeModel model = loop.Run(checkpoint, progress, Snapshot(scaling), cancel);
        long steps = model.Training!.Epochs.Sum(report => report.Rows) / rows.Training.Count * schedule.StepsPerEpoch;
        return FinishedPrior.Of(model, rows, steps, complete, seed, cancel).With(scaling, SlotNames);
    }

    private Action<EpochReport, BmVaeModel>? Snapshot(SlotScaling scaling) => Snapshots is { } snapshots
        ? (report, model) => snapshots.Report(new(report, model.With(scaling, SlotNames)))
        : null;

    private void CheckFeatures(SlotScaling scaling, int features)
    {
        if (scaling.Offset.Length != features)
        {
            throw new ArgumentException($"'{nameof(Scaling)}': expected one of {features} features, got one of {scaling.Offset.Length}.");
        }

        if (!SlotNames.IsEmpty && SlotNames.Length != features)
        {
            throw new ArgumentException($"'{nameof(SlotNames)}': expected {features}, one per feature, or none, got {SlotNames.Length}.");
        }
    }
}
