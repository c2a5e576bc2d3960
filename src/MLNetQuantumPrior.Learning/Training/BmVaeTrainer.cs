using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Trains a variational autoencoder whose prior is a Boltzmann machine (arXiv:2604.00919).</summary>
/// <remarks>
/// Each step descends -log p(x|z) + KL(q || p), KL = -H(q) + E_q[E] + log Z. All but log Z is exact for the factorised q; the gradient of log Z is the negative phase,
/// estimated from chains that persist from step to step, as <see cref="TrainingOptions.NegativePhase"/> says. The same seed gives the same model, whatever the thread count.
/// </remarks>
/// <param name="engine">Differentiates the networks.</param>
/// <param name="sampler">Draws the negative phase at beta = 1.</param>
/// <param name="options">How to train.</param>
public sealed class BmVaeTrainer(ITrainingEngine engine, IIsingSampler sampler, TrainingOptions options)
{
    /// <summary>Trains a new model.</summary>
    /// <param name="data">Rows of features within [0, 1], at least one batch of them.</param>
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
        CheckSizes(data, architecture, graph);
        using IVaeNetwork network = engine.Create(architecture, seed);
        OutputBias.Initialize(network, data.ColumnMeans());
        var schedule = new Schedule(options, (data.Rows + options.BatchSize - 1) / options.BatchSize);
        ITrainedPrior prior = new BoltzmannLatents(graph, sampler, options, seed, schedule.StepsPerEpoch);
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

    private void CheckSizes(FeatureMatrix data, VaeArchitecture architecture, SpinGraph graph)
    {
        options.Validate();
        if (architecture.InputSize != data.Columns)
        {
            throw new ArgumentException($"Architecture: expected {data.Columns} inputs, one a feature, got {architecture.InputSize}.", nameof(architecture));
        }

        if (architecture.LatentSize != graph.SpinCount)
        {
            throw new ArgumentException(
                $"Graph '{graph}': expected {architecture.LatentSize} spins, one a latent of the architecture, got {graph.SpinCount}.", nameof(graph));
        }

        if (data.Rows < options.BatchSize)
        {
            throw new ArgumentException(
                $"Training data: expected at least one batch of {options.BatchSize} rows, got {data.Rows}. Give more rows or a smaller '{nameof(TrainingOptions.BatchSize)}'.",
                nameof(data));
        }
    }
}
