using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Learns binary latents of a feature vector with a variational autoencoder whose prior is a Boltzmann
/// machine, or Gaussian ones to compare with.
/// </summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.BmVae(...)</c>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>Yes</description></item>
/// <item><term>Input column data type</term><description>Known-size vector of <see cref="float"/></description></item>
/// <item>
/// <term>Output column data types</term>
/// <description>
/// A known-size vector of <see cref="float"/>: latents, and what else <see cref="Options.Columns"/> asks for, scores as <see cref="float"/>
/// </description>
/// </item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MLNetQuantumPrior</description></item>
/// <item>
/// <term>Exportable to ONNX</term>
/// <description>
/// Yes, by <see cref="BmVaeModel.SaveEncoderOnnx(string, OnnxPrecision)"/> and
/// <see cref="BmVaeModel.SaveDecoderOnnx(string, OnnxPrecision)"/>; not by ML.NET's <c>ConvertToOnnx</c>, whose graph starts behind the
/// first component of another package, without a warning
/// </description>
/// </item>
/// </list>
/// <para>
/// An encoder network gives each row x a factorised posterior q(s|x) over spins s in {-1, +1}; a decoder network gives back x from the bits
/// (s + 1) / 2. The prior p(s) = exp(-E(s)) / Z with E(s) = sum_i h_i s_i + sum_(ij) J_ij s_i s_j has couplings J on a graph of your
/// choice. Training descends -E_q[log p(x|s)] + KL(q || p). The KL term's entropy and energy are exact; the gradient of log Z is estimated
/// by the <see cref="Options.Sampler"/>, whose chains persist from step to step. Source: arXiv:2604.00919.
/// </para>
/// <para>
/// Each group of slots has a distribution p(x|s): Bernoulli, Gaussian or categorical, found in the data or given, see
/// <see cref="Options.Likelihood"/>. Features are scaled for it first, as <see cref="Options.Scaling"/> says. With a label column, each
/// class gets its own Boltzmann machine and fields to add to the shared one, fitted on its codes after the training: what generation by
/// class needs.
/// </para>
/// <para>
/// Small data are read into memory once, in the order of the view. Larger data than <see cref="Options.ShuffleBufferRows"/> are streamed:
/// they are read again in each epoch, in memory that does not grow with the number of rows, and shuffled through a buffer. Put data that
/// are sorted, by class for example, in random order first: a row leaves the buffer not far from where it came in. Classes are then fitted
/// on rows drawn from all of the data, about as many as the buffer holds.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
///     .Append(ml.Transforms.BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 30, seed: 1))
///     .AppendCacheCheckpoint(ml) // encode each row once, however often the trainer reads it
///     .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));
/// var model = pipeline.Fit(split.TrainSet);
///
/// var metrics = ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
/// </code>
/// </example>
/// <seealso cref="BmVaeCatalog"/>
public sealed partial class BmVaeEstimator : IEstimator<BmVaeTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;

    internal BmVaeEstimator(IHostEnvironment environment, Options options)
    {
        _host = environment.Register(nameof(BmVaeEstimator));
        _options = options;
        options.Validate();
    }

    /// <summary>Trains on a view and returns the transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input, label or an attribute column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">
    /// The view is empty, a value is not finite, there are too many classes, or options contradict the data.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number.</exception>
    /// <exception cref="InvalidDataException">
    /// The checkpoint is damaged, or of another training; or a row cannot be read, such as that of a damaged image file: the message has
    /// its texts, and <see cref="ReadableRowsCatalog.FilterUnreadableRows"/> leaves such rows out.
    /// </exception>
    /// <exception cref="InvalidOperationException">A sampler of your own answers something else than it was asked for.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Options.CancellationToken"/> was cancelled.</exception>
    public BmVaeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using IChannel channel = _host.Start("Training");
        CancellationToken cancel = _options.CancellationToken;
        FeatureColumn column = FeatureColumn.In(input.Schema, _options.InputColumn) with
        {
            AllowsMissing = _options.InitialModel is { } start
                ? !start.Scaling.Missing.IsEmpty
                : _options.MissingValues == MissingValues.Mean,
        };
        LabelColumn? label = _options.LabelColumnName is { } name ? LabelColumn.In(input.Schema, name) : null;
        LabelColumn[] attributes = [.. _options.AttributeColumnNames.Select(own => LabelColumn.In(input.Schema, own, "attribute"))];
        CheckNetworks(column, channel);
        ulong seed = _options.Seed ?? (ulong)_host.Rand.Next();
        var data = new TrainingData(new(input, column, label, cancel, [.. attributes]), _options, seed);
        VaeArchitecture architecture = Networks(new(data.Rows.Count, data.Likelihood)) with { Likelihood = data.Likelihood };
        channel.Info(
            MessageSensitivity.None, "BM-VAE: {0} rows{1} of {2} features, {3}; {4} latents, prior {5}, seed {6}",
            data.Rows.Count, data.Rows is StreamedRows stream ? $" streamed through {stream.BufferRows}" : "", column.Size, data.Likelihood,
            architecture.LatentSize, Graph?.Name ?? $"{_options.PriorKind}", seed);
        var rule = new DataRule(data.Rows.Count, data.Likelihood) { AreColours = architecture.Image is { Channels: > 1 } };
        TrainingOptions training = rule.Complete(_options.Training, areJudged: false);
        if (_options.Columns.NeedOutliers(_options.PriorKind))
        {
            training = OrdinaryRows.HoldOut(training, data.Rows.Count);
        }

        foreach (BoltzmannAttribute attribute in data.Attributes)
        {
            channel.Info(
                MessageSensitivity.None, "BM-VAE: attribute '{0}' has {1} values: {2}", attribute.Name, attribute.Values.Length,
                string.Join(", ", attribute.Values.Take(20).Select(value => value.Name)) + (attribute.Values.Length > 20 ? ", .." : ""));
        }

        if (data.ScaleWarning is { } scale)
        {
            channel.Warning(MessageSensitivity.None, "BM-VAE: {0}", scale);
        }

        if (VectorInstructions.Warning is { } slow)
        {
            channel.Warning(MessageSensitivity.None, "BM-VAE: {0}", slow);
        }

        LogCost(channel, data.Rows.Count, architecture, training);
        var trainer = new BmVaeTrainer(_options.Engine, _options.Sampler, training)
        {
            CheckpointFolder = _options.CheckpointFolder, Start = _options.InitialModel,
            Scaling = data.Scaling, SlotNames = column.SlotNames(), Snapshots = _options.Snapshots,
        };
        var progress = new ChannelProgress<EpochReport>(channel, _options.Progress);
        BmVaeModel model = Graph is { } graph
            ? trainer.Train(data.Rows, architecture, graph, seed, progress, cancel)
            : trainer.Train(data.Rows, architecture, _options.PriorKind, seed, progress, cancel);
        LogCheck(channel, model.Training?.PriorCheck);
        foreach (string warning in model.Training!.Warnings)
        {
            channel.Warning(MessageSensitivity.None, "BM-VAE: {0}", warning);
        }

        model = WithAttributes(WithClasses(model, data, seed, channel), data, seed, channel);
        if (_options.Columns.NeedOutliers(_options.PriorKind))
        {
            model = model.With(OrdinaryRows.Measure(model, data.Rows, training.ValidationFraction!.Value, seed));
        }

        return new(model, _options.OutputColumnName, _options.InputColumn, _options.LabelColumnName, _options.Columns)
        {
            Environment = _host,
        };
    }

    /// <summary>
    /// The schema after this estimator: the input's, the column of latents, and what else <see cref="Options.Columns"/> adds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The input, label or an attribute column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.InputColumn);
        if (_options.LabelColumnName is { } label)
        {
            LabelColumn.Check(inputSchema, label);
        }

        foreach (string attribute in _options.AttributeColumnNames)
        {
            LabelColumn.Check(inputSchema, attribute, "attribute");
        }

        // Before there are data, slot names are known to exist and no more, and a shape has no sizes.
        int latents = _options.KnownLatents ?? 1;
        ImmutableArray<string> featureNames = FeatureColumn.HasSlotNames(inputSchema, _options.InputColumn) ? ["?"] : [];
        return _options.Columns.Outputs(_options.OutputColumnName, _options.PriorKind).Aggregate(
            inputSchema,
            (shape, column) => BmVaeColumns.Column(column.Name, column.Output, latents, features: 1, featureNames).AddTo(shape));
    }

    /// <summary>Edges of the prior, where they are not those of its kind.</summary>
    private SpinGraph? Graph => _options.InitialModel is { Kind: PriorKind.Boltzmann } start ? start.Prior.Graph : _options.Graph;

    private void CheckNetworks(FeatureColumn column, IChannel channel)
    {
        if (_options.InitialModel is { } start && start.Architecture.InputSize != column.Size)
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.InitialModel)}': expected a model of {column.Size} features, " +
                $"the size of input column '{column.Column.Name}', got one of {start.Architecture.InputSize}.");
        }

        if (_options.InitialModel is null && _options.ImageShape is var (height, width, channels)
            && (long)height * width * channels != column.Size)
        {
            throw new ArgumentException(
                $"Option '{nameof(Options.ImageShape)}': expected a shape of {column.Size} features, " +
                $"the size of input column '{column.Column.Name}', got {height} x {width} x {channels}.");
        }

        Reshape? image = _options.InitialModel is { } model
            ? model.Architecture.Image
            : _options.ImageShape is var (rows, columns, colours) ? new Reshape(colours, rows, columns) : null;
        if (image is not null && ImageOrder.Problem(column, image) is { } problem)
        {
            string option = _options.InitialModel is null ? nameof(Options.ImageShape) : nameof(Options.InitialModel);
            throw new ArgumentException(
                $"Option '{option}': expected a shape in the order of the input column, " +
                $"got ({image.Height}, {image.Width}, {image.Channels}), but {problem}");
        }

        if (_options.InitialModel is null && _options.ImageShape is { } shape && ImageOrder.HasChannelsFirst(shape))
        {
            channel.Warning(
                MessageSensitivity.None, "BM-VAE: images of {0} rows with {1} channels: '{2}' is height, width and then channels",
                shape.Height, shape.Channels, nameof(Options.ImageShape));
        }
    }

    /// <summary>Layers for the data.</summary>
    private VaeArchitecture Networks(DataRule rule)
    {
        int latents = _options.KnownLatents ?? rule.Latents;
        return _options.InitialModel is { } start ? start.Architecture
            : _options.ImageShape is { } shape ? ImageNetworks(shape, latents)
            : VaeArchitecture.Mlp(rule.Likelihood.Slots, (_options.HiddenSizes ?? rule.HiddenSizes).AsSpan(), latents, _options.Prior);
    }

    private VaeArchitecture ImageNetworks((int Height, int Width, int Channels) shape, int latents)
    {
        (int height, int width, int channels) = shape;
        ReadOnlySpan<int> filters = (_options.ImageFilters ?? DataRule.ImageFilters(height, width)).AsSpan();
        return _options.ImageNetwork == ImageNetwork.Residual
            ? VaeArchitecture.Residual(height, width, channels, filters, latents, _options.Prior, _options.ImageBatchNorm)
            : VaeArchitecture.Convolutional(height, width, channels, filters, latents, _options.Prior, _options.ImageBatchNorm);
    }

    /// <summary>Says what was decided, how much there is to do, and what will be slow.</summary>
    private void LogCost(IChannel channel, long rows, VaeArchitecture architecture, TrainingOptions options)
    {
        long training = rows - RowSplit.Held(rows, options.ValidationFraction!.Value);
        channel.Info(
            MessageSensitivity.None,
            "BM-VAE: {0}, batches of {1}, KL weight {2:0.###} with a warm-up of {3:0.#} epochs, {4} validation rows, {5}; dense layers {6}",
            options.Steps is { } steps ? $"{steps} steps" : $"{options.Epochs} epochs", options.BatchSize!, options.KlWeight!,
            options.KlWarmUpEpochs!, rows - training,
            options.Patience is { } patience ? $"patience of {patience} epochs" : "no early stopping",
            string.Join("-", architecture.Encoder.OfType<Dense>().Select(layer => layer.Outputs)));
        if (training < options.BatchSize)
        {
            channel.Info(
                MessageSensitivity.None, "BM-VAE: {0} rows to train on are fewer than '{1}' {2}: each step takes all of them",
                training, nameof(TrainingOptions.BatchSize), options.BatchSize);
        }

        long couplings = TrainingCost.Couplings(_options.PriorKind, Graph, architecture.LatentSize);
        var cost = TrainingCost.Of(training, architecture, couplings, options);
        channel.Info(
            MessageSensitivity.None, "BM-VAE: an epoch is {0} steps, about {1:G2} floating-point operations, {2:P0} of them of the prior",
            cost.Steps, cost.OfEpoch, cost.Prior / (cost.Networks + cost.Prior));
        if (cost.IsPriorSlow)
        {
            channel.Warning(
                MessageSensitivity.None,
                "BM-VAE: the prior's {0:N0} couplings make about {1:G2} operations a step. " +
                "Fewer latents or a sparse graph, such as SpinGraph.Zephyr, are faster: see the option '{2}'",
                couplings, cost.Prior, nameof(Options.Graph));
        }
    }

    private static void LogCheck(IChannel channel, PriorCheck? check)
    {
        if (check is not null)
        {
            channel.Info(MessageSensitivity.None, "BM-VAE: {0}", check);
        }

        if (check?.Warning is { } warning)
        {
            channel.Warning(MessageSensitivity.None, "BM-VAE: {0}", warning);
        }
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
            var gaussian = new GaussianClassTrainer(_options.ClassFit.MachinesPerClass, _options.ClassFit.MaxDegreeOfParallelism);
            return model.With(gaussian.Train(model, rows.Features, rows.Classes, rows.ClassNames, seed, cancel)).With(data.Label!);
        }

        var trainer = new BoltzmannClassTrainer(FreshDraws.Sampler(_options.ClassFit.Chains, threads: 1), _options.ClassFit);
        var progress = new ChannelProgress<ClassFitReport>(channel, null);
        return model.With(trainer.Train(model.Prior, rows.Codes(model, cancel), seed, progress, cancel)).With(data.Label!);
    }

    private BmVaeModel WithAttributes(BmVaeModel model, TrainingData data, ulong seed, IChannel channel)
    {
        CancellationToken cancel = _options.CancellationToken;
        if (data.Attributes.IsEmpty)
        {
            return model;
        }

        var trainer = new AttributeTrainer(FreshDraws.Sampler(_options.ClassFit.Chains, threads: 1), _options.ClassFit);
        AttributeCodes codes = data.WithAttributes(seed).Codes(model, cancel);
        BoltzmannAttributes learned = trainer.Train(
            model.Prior, codes, seed, data.ClassNames.IsEmpty ? null : _options.LabelColumnName, model.Classes,
            new ChannelProgress<ClassFitReport>(channel, null), cancel);
        foreach (BoltzmannAttribute attribute in learned.Items.Where(item => item.Accuracy is not null))
        {
            channel.Info(
                MessageSensitivity.None, "BM-VAE: attribute '{0}': its value is found in {1:P1} of codes that the classifier did not see",
                attribute.Name, attribute.Accuracy!);
        }

        return model.With(learned);
    }

    /// <summary>One line of log per report, since ML.NET's progress channels never reach <see cref="MLContext.Log"/>.</summary>
    private sealed class ChannelProgress<T>(IChannel channel, IProgress<T>? next) : IProgress<T>
    {
        public void Report(T value)
        {
            channel.Info(MessageSensitivity.None, "{0}", value!);
            next?.Report(value);
        }
    }
}
