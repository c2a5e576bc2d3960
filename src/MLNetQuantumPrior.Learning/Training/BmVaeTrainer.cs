using System.Diagnostics;
using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Trains a variational autoencoder whose prior is a Boltzmann machine (arXiv:2604.00919).</summary>
/// <remarks>
/// Each step descends -log p(x|z) + KL(q || p), KL = -H(q) + E_q[E] + log Z. All but log Z is exact for the factorised q; the gradient of log Z is the negative phase,
/// estimated from persistent chains (Tieleman 2008) that the sampler continues. The same seed gives the same model, whatever the thread count.
/// </remarks>
/// <param name="engine">Differentiates the networks.</param>
/// <param name="sampler">Draws the negative phase at beta = 1; must be able to continue its chains.</param>
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
        var prior = new BoltzmannPrior(graph, seed, options.MaxDegreeOfParallelism);
        var run = new Run(network, prior, sampler, options, data, seed);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            EpochReport report = run.Epoch(epoch, cancel);
            progress?.Report(report);
        }

        float[] parameters = new float[architecture.ParameterCount];
        network.GetParameters(parameters);
        return new(architecture, parameters, prior.Model, new(options.Chains, run.Chains!));
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

    /// <summary>The moving parts of one training.</summary>
    private sealed class Run(IVaeNetwork network, BoltzmannPrior prior, IIsingSampler sampler, TrainingOptions options, FeatureMatrix data, ulong seed)
    {
        private readonly Schedule _schedule = new(options, (data.Rows + options.BatchSize - 1) / options.BatchSize);
        private readonly BoltzmannBottleneck _bottleneck = new(prior, (float)options.Temperature, options.MaxDegreeOfParallelism);
        private readonly SpinMoments _negativePhase = new(prior.Pairs);
        private readonly float[] _batch = new float[options.BatchSize * data.Columns];
        private long _step;

        /// <summary>Where the persistent chains stand.</summary>
        public SamplerState? Chains { get; private set; }

        public EpochReport Epoch(int epoch, CancellationToken cancel)
        {
            long start = Stopwatch.GetTimestamp();
            int[] order = new UniformStream(seed, RandomUse.RowOrder(epoch)).Permutation(data.Rows);
            double reconstruction = 0, entropy = 0, energy = 0, modelEnergy = 0;
            for (int first = 0; first < order.Length; first += options.BatchSize)
            {
                cancel.ThrowIfCancellationRequested();
                ReadOnlySpan<int> rows = order.AsSpan(first, Math.Min(options.BatchSize, order.Length - first));
                StepReport report = Step(rows, out double chainEnergy, cancel);
                reconstruction += report.Reconstruction * rows.Length;
                entropy += _bottleneck.Entropy * rows.Length;
                energy += _bottleneck.Energy * rows.Length;
                modelEnergy += chainEnergy * rows.Length;
            }

            return new(
                epoch + 1, options.Epochs, reconstruction / data.Rows, entropy / data.Rows, energy / data.Rows, modelEnergy / data.Rows,
                _schedule.KlWeight(_step - 1), data.Rows, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        private StepReport Step(ReadOnlySpan<int> rows, out double chainEnergy, CancellationToken cancel)
        {
            var random = new UniformStream(seed, RandomUse.Step(_step));
            double learningRate = _schedule.LearningRate(_step);
            ReadOnlySpan<float> features = Gather(rows, random);            // [rows, features]

            _bottleneck.Noise = random;
            _bottleneck.KlWeight = (float)_schedule.KlWeight(_step);
            StepReport report = network.Step(features, _bottleneck, learningRate);
            if (!double.IsFinite(report.Reconstruction + report.Penalty))
            {
                throw new TrainingDivergedException(_step, report, options.LearningRate);
            }

            var request = new SampleRequest(options.Chains, RandomUse.Chains(seed, _step)) { Continue = Chains };
            SampleSet samples = sampler.Sample(prior.Model, request, cancel);
            Chains = samples.State ?? throw new InvalidOperationException(
                $"Sampler {sampler.GetType().Name}: expected a state to continue the chains from, got none. Take a sampler with continued chains for training.");
            _negativePhase.Set(samples.Spins);
            prior.Descend(_bottleneck.PositivePhase, _negativePhase, learningRate);

            chainEnergy = ImmutableCollectionsMarshal.AsArray(samples.Energies)!.Average();
            _step++;
            return report;
        }

        private ReadOnlySpan<float> Gather(ReadOnlySpan<int> rows, UniformStream random)
        {
            Span<float> batch = _batch.AsSpan(0, rows.Length * data.Columns);
            for (int k = 0; k < rows.Length; k++)
            {
                data[rows[k]].CopyTo(batch.Slice(k * data.Columns, data.Columns));
            }

            if (options.DynamicBinarization)
            {
                random.Binarize(batch, batch);
            }

            return batch;
        }
    }
}
