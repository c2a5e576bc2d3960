using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Trains a variational autoencoder whose prior is a Boltzmann machine (arXiv:2604.00919), or Gaussian to compare with.</summary>
/// <remarks>
/// Each step descends -log p(x|z) + KL(q || p), KL = -H(q) + E_q[E] + log Z. All but log Z is exact for the factorised q; the gradient of log Z is the negative phase,
/// estimated from chains that persist from step to step, as <see cref="TrainingOptions.NegativePhase"/> says. The KL term of Gaussian latents is exact. The same seed
/// gives the same model, whatever the thread count.
/// </remarks>
/// <param name="engine">Differentiates the networks.</param>
/// <param name="sampler">Draws the negative phase at beta = 1.</param>
/// <param name="options">How to train.</param>
public sealed class BmVaeTrainer(ITrainingEngine engine, IIsingSampler sampler, TrainingOptions options)
{
    /// <summary>Trains a new model with a Boltzmann machine on a graph of your choice.</summary>
    /// <param name="data">Rows of scaled features for the architecture's likelihood, at least one batch of them.</param>
    /// <param name="architecture">The networks; as many inputs as the data has columns, as many latents as the graph has spins.</param>
    /// <param name="graph">Which latents the prior couples.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each epoch, on the training thread.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Data, architecture, graph and options contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public BmVaeModel Train(
        FeatureMatrix data,
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
    /// <param name="prior">Which prior: <see cref="PriorKind.Boltzmann"/> couples every pair, <see cref="PriorKind.Rbm"/> two halves of the latents.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each epoch, on the training thread.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Data, architecture, prior and options contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    public BmVaeModel Train(
        FeatureMatrix data,
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
        FeatureMatrix data,
        VaeArchitecture architecture,
        PriorKind kind,
        SpinGraph? graph,
        ulong seed,
        IProgress<EpochReport>? progress,
        CancellationToken cancel)
    {
        CheckSizes(data, architecture, kind, graph);
        using IVaeNetwork network = engine.Create(architecture, seed);
        OutputBias.Initialize(network, data.ColumnMeans());
        var schedule = new Schedule(options, (data.Rows + options.BatchSize - 1) / options.BatchSize);
        ITrainedPrior prior = graph is null
            ? new GaussianLatents(architecture.LatentSize, options)
            : new BoltzmannLatents(kind, graph, sampler, options, seed, schedule.StepsPerEpoch);
        var run = new TrainingSteps(network, prior, options, schedule, data, seed);
        var reports = ImmutableArray.CreateBuilder<EpochReport>(options.Epochs);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            EpochReport report = run.Epoch(epoch, cancel);
            reports.Add(report);
            progress?.Report(report);
        }

        float[] parameters = new float[architecture.ParameterCount];
        network.GetParameters(parameters);
        return prior.ToModel(architecture, parameters).With(new TrainingRun(seed, options, reports.MoveToImmutable()));
    }

    private void CheckSizes(FeatureMatrix data, VaeArchitecture architecture, PriorKind kind, SpinGraph? graph)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(architecture);
        options.Validate();
        if (architecture.InputSize != data.Columns)
        {
            throw new ArgumentException($"Architecture: expected {data.Columns} inputs, one a feature, got {architecture.InputSize}.", nameof(architecture));
        }

        data.CheckFits(architecture.Likelihood, nameof(data));
        kind.Check(architecture);
        if (graph is not null)
        {
            kind.Check(graph, architecture.LatentSize);
        }

        if (data.Rows < options.BatchSize)
        {
            throw new ArgumentException(
                $"Training data: expected at least one batch of {options.BatchSize} rows, got {data.Rows}. Give more rows or a smaller '{nameof(TrainingOptions.BatchSize)}'.",
                nameof(data));
        }
    }
}
