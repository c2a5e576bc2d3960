using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Adds to each row what a trained model says of it: its latent bits, and on request its reconstruction, its energy under the prior and how
/// strange it is.
/// </summary>
/// <remarks>
/// <para>To create it, fit a <see cref="BmVaeEstimator"/>, or take a model of a file.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item>
/// <term>Input column data type</term>
/// <description>Known-size vector of <see cref="float"/>, as many slots as in training</description>
/// </item>
/// <item>
/// <term>Output column data types</term>
/// <description>
/// Known-size vectors of <see cref="float"/>, and <see cref="float"/> for energies, losses, scores and p-values, see
/// <see cref="BmVaeColumns"/>
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
/// <item><term>Row mapper, for <see cref="PredictionEngine{TSrc, TDst}"/></term><description>Yes</description></item>
/// </list>
/// <para>
/// The encoder gives each latent a logit l, the log-odds of its bit z being 1. The likelier bits, z = 1 where l is above 0, are decoded
/// into the reconstruction; as spins s = 2 z - 1 they have the energy E(s) = sum_i h_i s_i + sum_(ij) J_ij s_i s_j. A Gaussian prior has
/// means in the place of bits, and no energy.
/// </para>
/// <para>
/// Lazy, and safe for concurrent use. Rows are computed on ONNX Runtime in batches read ahead of the consumer, and only what the consumer
/// asks for: the decoder does not run for a consumer of latents. A trainer that follows may pass over its input many times: put
/// <c>.AppendCacheCheckpoint(mlContext)</c> in between. Once it is disposed of, runs that have begun end,
/// and who reads on gets an <see cref="ObjectDisposedException"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(train);
/// BmVaeMetrics metrics = vae.Evaluate(test, new() { ImportanceSamples = 100 });
/// </code>
/// </example>
/// <seealso cref="BmVaeCatalog"/>
public sealed class BmVaeTransformer : BatchTransformer
{
    private readonly RowSessions _sessions;
    private readonly ImmutableArray<(string Name, RowOutput Output)> _outputs;

    /// <summary>Makes a transformer of a model, such as one from <see cref="BmVaeModel.Load(string)"/>.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="outputColumnName">Name of the column of latents to add.</param>
    /// <param name="inputColumnName">Name of the column to encode; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="labelColumnName">Name of the label column, for generation by class; null for none.</param>
    /// <param name="columns">What the latents are, and what else to add; null for bits alone.</param>
    /// <exception cref="ArgumentException">
    /// Two columns have one name, or one that a model file cannot hold, the model's prior cannot give a column, or outlier columns are
    /// asked for of a model that was not calibrated on ordinary rows, see <see cref="WithOutliers"/>.
    /// </exception>
    public BmVaeTransformer(
        BmVaeModel model,
        string outputColumnName,
        string? inputColumnName = null,
        string? labelColumnName = null,
        BmVaeColumns? columns = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        (Model, OutputColumnName, InputColumnName) = (model, outputColumnName, inputColumnName ?? outputColumnName);
        LabelColumnName = labelColumnName;
        Columns = columns ?? new();
        _outputs = Columns.Outputs(outputColumnName, model.Kind);
        ColumnNames.Check(InputColumnName, _outputs.Select(column => column.Name));
        CheckOutliers(model, Columns);
        _sessions = new(model, Columns.MeasureOf(model.Kind));
    }

    /// <summary>The trained scaling, networks and prior.</summary>
    public BmVaeModel Model { get; }

    /// <summary>Name of the column of latents.</summary>
    public string OutputColumnName { get; }

    /// <summary>Name of the column that is encoded.</summary>
    public string InputColumnName { get; }

    /// <summary>Name of the label column that the model was trained with; null where there was none.</summary>
    public string? LabelColumnName { get; }

    /// <summary>What the latents are, and what else is added.</summary>
    public BmVaeColumns Columns { get; }

    /// <summary>Where its generators log; null for nowhere.</summary>
    internal IHostEnvironment? Environment { get; init; }

    /// <summary>A transformer of the same model that adds other columns. Each has sessions of its own: dispose both.</summary>
    /// <param name="columns">What the latents are, and what else to add.</param>
    /// <exception cref="ArgumentException">As the constructor says.</exception>
    public BmVaeTransformer WithColumns(BmVaeColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new(Model, OutputColumnName, InputColumnName, LabelColumnName, columns) { Environment = Environment };
    }

    /// <summary>
    /// A transformer of the same model, calibrated for outlier scores and p-values on rows of your choice, of which it takes the first
    /// 10,000 each.
    /// </summary>
    /// <param name="ordinary">Rows that the model was trained on, or a part of them: where their codes lie.</param>
    /// <param name="heldOut">
    /// Rows like those that it was not trained on: what a score of 0 is, and what p-values compare with. Where there are fewer than
    /// <see cref="OutlierCalibration.FewestHeldOut"/>, rows of the training say what a score of 0 is.
    /// </param>
    /// <param name="columns">What the latents are, and what else to add.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">A value is not finite, a view is empty, or all ordinary rows look alike.</exception>
    public BmVaeTransformer WithOutliers(IDataView ordinary, IDataView heldOut, BmVaeColumns columns)
    {
        ArgumentNullException.ThrowIfNull(ordinary);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(columns);
        var outliers = OutlierCalibration.Measure(Model, Read(ordinary), Read(heldOut));
        return new(Model.With(outliers), OutputColumnName, InputColumnName, LabelColumnName, columns) { Environment = Environment };

        float[] Read(IDataView rows)
        {
            var filter = new MLContext().Data.TakeRows(rows, OrdinaryRows.Most);
            return new ViewRows(filter, Features(filter.Schema), label: null, CancellationToken.None).ToArray();
        }
    }

    /// <summary>Says which features and which couplings make a row strange, and what it would be if it were ordinary.</summary>
    /// <param name="features">Values of the input column. Those that are missing are NaN, where the model knows what stands for
    /// them.</param>
    /// <exception cref="ArgumentException">It is not one row.</exception>
    /// <example>
    /// <code>
    /// OutlierExplanation why = vae.Explain(damaged);
    /// SlotShare strangest = why.Slots[0];
    /// </code>
    /// </example>
    public OutlierExplanation Explain(ReadOnlySpan<float> features) => Model.Explain(features);

    /// <summary>
    /// Makes a transformer that generates rows of this model: by class, with the label column, where it was trained with labels and
    /// <see cref="GenerationOptions.Mode"/> does not say otherwise.
    /// </summary>
    /// <param name="options">How to generate; null for the defaults.</param>
    /// <exception cref="ArgumentException">The model does not know what the options ask for.</exception>
    public LatentGeneratorTransformer Generator(GenerationOptions? options = null) =>
        new(Model, options ?? new(), InputColumnName, LabelColumnName ?? LatentGeneratorTransformer.DefaultLabelColumnName)
        {
            Environment = Environment,
        };

    /// <summary>
    /// Measures the model on rows that it was not trained on. Where log Z is not known well enough for the figures to be trusted, the log
    /// shows their <see cref="BmVaeMetrics.Warning"/>.
    /// </summary>
    /// <param name="data">A view with the input column.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">A value is not finite, or the view is empty.</exception>
    public BmVaeMetrics Evaluate(IDataView data, EvaluationOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        float[] rows = new ViewRows(data, Features(data.Schema), label: null, cancel).ToArray();
        Model.Scaling.Scale(rows, rows);
        BmVaeMetrics metrics = ModelEvaluation.Measure(Model, new(Model.Architecture.Likelihood, rows), options ?? new(), cancel);
        if (metrics.Warning is { } warning && Environment is not null)
        {
            using IChannel channel = Environment.Register(nameof(BmVaeTransformer)).Start("Evaluating");
            channel.Warning(MessageSensitivity.None, "BM-VAE: {0}", warning);
        }

        return metrics;
    }

    /// <inheritdoc/>
    public override void Dispose() => _sessions.Dispose();

    private protected override void Save(ModelSaveContext context) => SavedEncoder.Write(this, context);

    private static void CheckOutliers(BmVaeModel model, BmVaeColumns columns)
    {
        if (columns.NeedOutliers(model.Kind) && model.Outliers is not { IsMeasured: true })
        {
            throw new ArgumentException(
                $"Column '{columns.PValue ?? columns.OutlierScore}': expected a model calibrated on ordinary rows, got one that is not. " +
                $"Ask for the column before training, or call '{nameof(WithOutliers)}'.");
        }

        if (columns.NeedOutliers(model.Kind))
        {
            try
            {
                OutlierWeights.Of(columns.MeasureOf(model.Kind), model.Outliers);
            }
            catch (InvalidOperationException error)
            {
                throw new ArgumentException($"Column '{columns.PValue ?? columns.OutlierScore}': {error.Message}", error);
            }
        }

        if (columns.PValue is not null && model.Outliers is { HeldOut.IsEmpty: true })
        {
            throw new ArgumentException(
                $"Column '{columns.PValue}': expected a model calibrated with held-out rows, got one without. " +
                $"Ask for the column before training, or call '{nameof(WithOutliers)}'.");
        }
    }

    private protected override BatchMapping Bind(DataViewSchema input)
    {
        (int latents, int features) = (Model.Architecture.LatentSize, Model.Architecture.InputSize);
        return new EncoderMapping(
            input,
            Features(input),
            _sessions,
            [.. _outputs.Select(column => column.Output)],
            [.. _outputs.Select(column => BmVaeColumns.Column(column.Name, column.Output, latents, features, Model.SlotNames))]);
    }

    private FeatureColumn Features(DataViewSchema input)
    {
        FeatureColumn features = FeatureColumn.In(input, InputColumnName) with { AllowsMissing = !Model.Scaling.Missing.IsEmpty };
        if (features.Size != Model.Architecture.InputSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(input),
                $"Schema mismatch for input column '{InputColumnName}': expected Vector<Single, {Model.Architecture.InputSize}>, " +
                $"as in training, got {features.Column.Type}.");
        }

        return Model.Architecture.Image is { } image && ImageOrder.Problem(features, image) is { } problem
            ? throw new ArgumentOutOfRangeException(
                nameof(input),
                $"Schema mismatch for input column '{InputColumnName}': expected images of " +
                $"{image.Channels} x {image.Height} x {image.Width}, as in training, but {problem}")
            : features;
    }
}
