using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Encodes rows into latent bits: bit i is 1 where the encoder finds that more likely than 0. Gaussian latents are encoded by their means.</summary>
/// <remarks>
/// Lazy and safe for concurrent use. Rows are encoded on ONNX Runtime, in batches read ahead of the consumer. Dispose it when no view of it is in use any more.
/// </remarks>
public sealed class BmVaeTransformer : ITransformer, IDisposable
{
    private readonly OnnxSession _encoder;

    /// <summary>Makes a transformer of a model, such as one from <see cref="BmVaeModel.Load(string)"/>.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="outputColumnName">Name of the column of latent bits to add.</param>
    /// <param name="inputColumnName">Name of the column to encode; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="labelColumnName">Name of the label column, for generation by class; null for none.</param>
    public BmVaeTransformer(BmVaeModel model, string outputColumnName, string? inputColumnName = null, string? labelColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        (Model, OutputColumnName, InputColumnName, LabelColumnName) = (model, outputColumnName, inputColumnName ?? outputColumnName, labelColumnName);
        using var file = new MemoryStream();
        model.SaveEncoderOnnx(file);
        _encoder = new("encoder", file.ToArray(), "Features", [model.Kind == PriorKind.Gaussian ? "Means" : "Bits"]);
    }

    /// <summary>The trained scaling, networks and prior.</summary>
    public BmVaeModel Model { get; }

    /// <summary>Name of the column of latent bits.</summary>
    public string OutputColumnName { get; }

    /// <summary>Name of the column that is encoded.</summary>
    public string InputColumnName { get; }

    /// <summary>Name of the label column that the model was trained with; null where there was none.</summary>
    public string? LabelColumnName { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <summary>Makes a transformer that generates rows of this model.</summary>
    /// <param name="options">How to generate; null for the defaults.</param>
    public LatentGeneratorTransformer Generator(GenerationOptions? options = null) =>
        new(Model, options ?? new(), InputColumnName, LabelColumnName ?? LatentGeneratorTransformer.DefaultLabelColumnName);

    /// <summary>Measures the model on rows that it was not trained on.</summary>
    /// <param name="data">A view with the input column.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">A value is not finite, or the view is empty.</exception>
    public BmVaeMetrics Evaluate(IDataView data, EvaluationOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        float[] rows = TrainingRows.Read(data, Features(data.Schema), label: null, cancel).Features;
        Model.Scaling.Scale(rows, rows);
        return ModelEvaluation.Measure(Model, new(Model.Architecture.Likelihood, rows), options ?? new(), cancel);
    }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchView(input, Bind(input.Schema));
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new BatchRowMapper(Bind(inputSchema));
    }

    /// <summary>Ends the ONNX Runtime session. Views of this transformer cannot be read afterwards.</summary>
    public void Dispose() => _encoder.Dispose();

    /// <summary>Not possible inside an ML.NET model file yet.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException($"{nameof(BmVaeTransformer)} cannot be saved inside an ML.NET model file yet. Save its {nameof(Model)} to a .bmvae file.");

    private EncoderMapping Bind(DataViewSchema input) =>
        new(input, Features(input), _encoder, new(OutputColumnName, Model.Architecture.LatentSize, SlotNames()));

    /// <summary>Says that the column holds means, where it holds no bits.</summary>
    private DataViewSchema.Annotations? SlotNames() => Model.Kind == PriorKind.Gaussian
        ? TextAnnotation.Of(TextAnnotation.SlotNames, [.. Enumerable.Range(0, Model.Architecture.LatentSize).Select(i => $"Mean{i}")])
        : null;

    private FeatureColumn Features(DataViewSchema input)
    {
        FeatureColumn features = FeatureColumn.In(input, InputColumnName);
        return features.Size == Model.Architecture.InputSize
            ? features
            : throw new ArgumentOutOfRangeException(
                nameof(input),
                $"Schema mismatch for input column '{InputColumnName}': expected Vector<Single, {Model.Architecture.InputSize}>, as in training, got {features.Column.Type}.");
    }
}
