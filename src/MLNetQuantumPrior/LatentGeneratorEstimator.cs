using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Puts a <see cref="LatentGeneratorTransformer"/> into a pipeline: generates features for each row from the prior of a trained model.
/// </summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.GenerateFromPrior(...)</c>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>No</description></item>
/// <item>
/// <term>Input column data type</term>
/// <description>
/// Where rows are drawn by class or attributes a label or attributes: key, text, <see cref="bool"/> or a number; else none
/// </description>
/// </item>
/// <item>
/// <term>Output column data types</term>
/// <description>A known-size vector of <see cref="float"/>: features, and a <see cref="float"/>: the energy</description>
/// </item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MLNetQuantumPrior</description></item>
/// <item>
/// <term>Exportable to ONNX</term>
/// <description>
/// Yes, by <see cref="BmVaeModel.SaveGeneratorOnnx(string, GenerationOptions?, OnnxPrecision)"/>, sampler and decoder in one; the
/// decoder alone by <see cref="BmVaeModel.SaveDecoderOnnx(string, OnnxPrecision)"/>
/// </description>
/// </item>
/// </list>
/// <para>What is generated, and how, is said at <see cref="LatentGeneratorTransformer"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// BmVaeModel model = BmVaeModel.Load(file);
/// var pipeline = ml.Transforms.GenerateFromPrior(model, "Features", "Label", GenerationMode.Conditional, seed: 1);
/// using LatentGeneratorTransformer generator = pipeline.Fit(labels);
/// IDataView generated = generator.Transform(labels);
/// </code>
/// </example>
/// <seealso cref="BmVaeCatalog"/>
public sealed class LatentGeneratorEstimator : IEstimator<LatentGeneratorTransformer>
{
    private readonly BmVaeModel _model;
    private readonly Options _options;
    private readonly IHostEnvironment _environment;

    internal LatentGeneratorEstimator(IHostEnvironment environment, BmVaeModel model, Options options)
    {
        (_environment, _model, _options) = (environment, model, options);
        using LatentGeneratorTransformer check = Transformer(); // options that contradict the model are refused here, not in Fit
    }

    /// <summary>Everything that can be set.</summary>
    public sealed record Options
    {
        /// <summary>Name of the column of generated features. Default "Features".</summary>
        public string OutputColumnName { get; init; } = LatentGeneratorTransformer.DefaultOutputColumnName;

        /// <summary>Name of the label column, read where rows are drawn by class. Default "Label".</summary>
        public string LabelColumnName { get; init; } = LatentGeneratorTransformer.DefaultLabelColumnName;

        /// <summary>Name of the column of energies. Null for none. Default "Energy".</summary>
        public string? EnergyColumnName { get; init; } = LatentGeneratorTransformer.DefaultEnergyColumnName;

        /// <summary>
        /// Mode, strength, seed and all else that decides what is generated. Default: by class where the model has classes and the input
        /// the label column, with seed 0.
        /// </summary>
        public GenerationOptions Generation { get; init; } = new();
    }

    /// <summary>Makes the transformer. Reads no row.</summary>
    /// <param name="input">The view that the transformer is meant for.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The label column is of another type, or missing in conditional mode.
    /// </exception>
    public LatentGeneratorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        LatentGeneratorTransformer transformer = Transformer();
        transformer.GetOutputSchema(input.Schema); // or it throws
        return transformer;
    }

    /// <summary>The schema after this estimator: the input's, the generated features and their energy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The label column is of another type, or missing in conditional mode.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        GenerationMode? mode = _options.Generation.Mode;
        bool readsLabel = (mode == GenerationMode.Conditional && _options.Generation.Attributes.IsEmpty && !_model.ClassNames.IsEmpty)
            || (mode is null or GenerationMode.Conditional && !_model.ClassNames.IsEmpty
                && inputSchema.Any(column => column.Name == _options.LabelColumnName));
        if (readsLabel)
        {
            LabelColumn.Check(inputSchema, _options.LabelColumnName);
        }

        foreach (string attribute in AttributeInputs.Names(_model, _options.Generation, readsLabel ? _options.LabelColumnName : null)
            .Where(name => inputSchema.Any(column => column.Name == name)))
        {
            LabelColumn.Check(inputSchema, attribute, "attribute");
        }

        ImmutableArray<AddedColumn> added =
            LatentGeneratorTransformer.Columns(_model, _options.OutputColumnName, _options.EnergyColumnName);
        return added.Aggregate(inputSchema, (shape, column) => column.AddTo(shape));
    }

    private LatentGeneratorTransformer Transformer() =>
        new(_model, _options.Generation, _options.OutputColumnName, _options.LabelColumnName, _options.EnergyColumnName)
        {
            Environment = _environment,
        };
}
