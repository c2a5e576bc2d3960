using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Puts a <see cref="FeatureFillingTransformer"/> into a pipeline: fills in features that are not known, by a trained model.
/// </summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.FillFeatures(...)</c>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>No</description></item>
/// <item>
/// <term>Input column data type</term>
/// <description>A known-size vector of <see cref="float"/>, NaN for what is not known</description>
/// </item>
/// <item>
/// <term>Output column data types</term>
/// <description>A vector like it without NaN; by option a <see cref="float"/>: the energy</description>
/// </item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MLNetQuantumPrior</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// </list>
/// <para>What is filled in, and how, is said at <see cref="FeatureFillingTransformer"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// ImmutableArray&lt;bool&gt; known = ImageSlots.Outside((6, 6, 1), left: 0, top: 3, width: 6, height: 3);
/// using FeatureFillingTransformer filler = ml.Transforms.FillFeatures(model, "Filled", "Features", known, seed: 1).Fit(images);
/// IDataView filled = filler.Transform(images);
/// </code>
/// </example>
/// <seealso cref="FillingCatalog"/>
public sealed class FeatureFillingEstimator : IEstimator<FeatureFillingTransformer>
{
    private readonly BmVaeModel _model;
    private readonly Options _options;

    internal FeatureFillingEstimator(BmVaeModel model, Options options)
    {
        (_model, _options) = (model, options);
        using FeatureFillingTransformer check = new(model, options); // options that contradict the model are refused here, not in Fit
    }

    /// <summary>Everything that can be set.</summary>
    public sealed record Options
    {
        /// <summary>Name of the column of whole rows. Default "Features".</summary>
        public string OutputColumnName { get; init; } = LatentGeneratorTransformer.DefaultOutputColumnName;

        /// <summary>Name of the column with holes. Default "Features".</summary>
        public string InputColumnName { get; init; } = LatentGeneratorTransformer.DefaultOutputColumnName;

        /// <summary>Name of the column of energies of the latents under the prior. Null for none. Default null.</summary>
        public string? EnergyColumnName { get; init; }

        /// <summary>
        /// Which slots are known of every row, but for those that are NaN, such as <see cref="ImageSlots"/> makes of a rectangle. Empty:
        /// all that are not NaN. Default empty.
        /// </summary>
        public ImmutableArray<bool> Known { get; init => field = value.IsDefault ? [] : value; } = [];

        /// <summary>Chains, steps, seed and all else that decides what is filled in; each row is filled once.</summary>
        public RowFillerOptions Filling { get; init; } = new();
    }

    /// <summary>Makes the transformer. Reads no row.</summary>
    /// <param name="input">The view that the transformer is meant for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type, or of another size.</exception>
    public FeatureFillingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeatureFillingTransformer transformer = new(_model, _options);
        transformer.GetOutputSchema(input.Schema); // or it throws
        return transformer;
    }

    /// <summary>The schema after this estimator: the input's, and the filled column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.InputColumnName);
        return FeatureChangeMapping.Columns(_model, _options.OutputColumnName, _options.EnergyColumnName)
            .Aggregate(inputSchema, (shape, column) => column.AddTo(shape));
    }
}
