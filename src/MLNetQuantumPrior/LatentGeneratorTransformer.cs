using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Generates rows: a row in, the same row with generated features and their prior energy out, by its label where the mode is conditional and it has one.</summary>
/// <remarks>
/// <para>
/// Each row draws spins of the prior and decodes them. What it gets depends on the seed, its row id and its label alone, so it is the same whatever the cursor, the order
/// and the number of threads. The first use draws a pool of fresh samples of each class by population annealing, which takes a moment.
/// </para>
/// <para>
/// Output: the feature column, a vector of <see cref="float"/> in the units of the training data, and "Energy", a vector of one: E(s) under the prior, low for typical
/// codes; |z|^2 / 2 of Gaussian latents z. Columns of the same names are hidden.
/// </para>
/// </remarks>
public sealed class LatentGeneratorTransformer : ITransformer, IDisposable
{
    internal const string DefaultLabelColumnName = "Label";
    private const string EnergyColumnName = "Energy";

    private readonly BmVaeModel _model;
    private readonly ILatentSource _latents;
    private readonly OnnxSession _decoder;
    private readonly string _labelColumnName;

    /// <summary>Makes a generator of a model, such as one from <see cref="BmVaeModel.Load(string)"/>.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="options">How to generate.</param>
    /// <param name="outputColumnName">Name of the column of generated features.</param>
    /// <param name="labelColumnName">Name of the label column, read in conditional mode.</param>
    /// <exception cref="ArgumentException">The mode is conditional and the model knows no classes.</exception>
    public LatentGeneratorTransformer(
        BmVaeModel model, GenerationOptions options, string outputColumnName = "Features", string labelColumnName = DefaultLabelColumnName)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        (_model, Options, OutputColumnName, _labelColumnName) = (model, options, outputColumnName, labelColumnName);
        bool isGaussian = model.Kind == PriorKind.Gaussian;
        _latents = isGaussian ? new GaussianSource(new(model, options)) : new SpinSource(new(model.Prior, model.Classes, options));
        using var file = new MemoryStream();
        model.SaveDecoderOnnx(file);
        _decoder = new("decoder", file.ToArray(), isGaussian ? "Latents" : "Bits", ["Features"]);
    }

    /// <summary>How it generates.</summary>
    public GenerationOptions Options { get; }

    /// <summary>Name of the column of generated features.</summary>
    public string OutputColumnName { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    private bool IsConditional => Options.Mode == GenerationMode.Conditional;

    /// <summary>
    /// Generates rows from nothing: columns "Features" and "Energy", and in conditional mode the label, a key over the classes, each class in turn. Computed as it is read.
    /// </summary>
    /// <param name="rows">How many, at least 1.</param>
    public IDataView Generate(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ImmutableArray<string> names = IsConditional ? _model.ClassNames : [];
        return Transform(new LabelView(rows, _labelColumnName, names));
    }

    /// <summary>Generates rows from nothing with given shares of the classes; conditional mode only. Computed as it is read.</summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="labelProportions">
    /// Share of each class by its name, finite and at least 0; classes left out get none, and the sum does not matter. Counts are exact, by
    /// the largest remainder, and which row is of which class depends on these two arguments alone.
    /// </param>
    /// <exception cref="ArgumentException">The model has no class of a name, or a share is out of range, or all are 0.</exception>
    /// <exception cref="InvalidOperationException">The mode is not conditional.</exception>
    public IDataView Generate(long rows, IReadOnlyDictionary<string, double> labelProportions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentNullException.ThrowIfNull(labelProportions);
        if (!IsConditional)
        {
            throw new InvalidOperationException(
                $"Generation by label proportions: expected mode '{GenerationMode.Conditional}', got '{Options.Mode}'.");
        }

        ImmutableArray<string> names = _model.ClassNames;
        if (labelProportions.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"Label proportions: expected classes of the training data ({string.Join(", ", names.Take(20))}), got '{unknown}'.",
                nameof(labelProportions));
        }

        var quotas = new LabelQuotas([.. names.Select(name => labelProportions.GetValueOrDefault(name))], rows);
        return Transform(new LabelView(rows, _labelColumnName, names, quotas));
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
    public void Dispose() => _decoder.Dispose();

    /// <summary>Not possible inside an ML.NET model file yet.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException($"{nameof(LatentGeneratorTransformer)} cannot be saved inside an ML.NET model file yet. Save its model to a .bmvae file.");

    private GeneratorMapping Bind(DataViewSchema input)
    {
        DataViewSchema.Annotations? names = _model.SlotNames.IsEmpty ? null : TextAnnotation.Of(TextAnnotation.SlotNames, _model.SlotNames);
        return new(
            input,
            IsConditional ? LabelColumn.In(input, _labelColumnName) : null,
            _model.ClassNames,
            _latents,
            _decoder,
            Options.Features == GeneratedFeatures.Sampled ? (features, ids) => _model.DrawFeatures(features, ids, Options.Seed) : null,
            [new(OutputColumnName, _model.Architecture.InputSize, names), new(EnergyColumnName, 1)]);
    }
}
