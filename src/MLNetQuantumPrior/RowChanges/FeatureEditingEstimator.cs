using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Puts a <see cref="FeatureEditingTransformer"/> into a pipeline: edits features by attributes that a model was trained with.
/// </summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.EditFeatures(...)</c>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Does this estimator need to look at the data to train its parameters?</term><description>No</description></item>
/// <item><term>Input column data type</term><description>A known-size vector of <see cref="float"/></description></item>
/// <item>
/// <term>Output column data types</term>
/// <description>A vector like it; by option a <see cref="float"/>: the energy</description>
/// </item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MLNetQuantumPrior</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// </list>
/// <para>How rows are edited is said at <see cref="FeatureEditingTransformer"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// var pipeline = ml.Transforms.EditFeatures(vae.Model, [Given.Is("Label", "right")], "Edited", "Features", seed: 1);
/// using FeatureEditingTransformer editor = pipeline.Fit(images);
/// IDataView edited = editor.Transform(images);
/// </code>
/// </example>
/// <seealso cref="EditingCatalog"/>
public sealed class FeatureEditingEstimator : IEstimator<FeatureEditingTransformer>
{
    private readonly BmVaeModel _model;
    private readonly Options _options;

    internal FeatureEditingEstimator(BmVaeModel model, Options options)
    {
        (_model, _options) = (model, options);
        using FeatureEditingTransformer check = new(model, options); // options that contradict the model are refused here, not in Fit
    }

    /// <summary>Everything that can be set.</summary>
    public sealed record Options
    {
        /// <summary>Name of the column of edited rows. Default "Features".</summary>
        public string OutputColumnName { get; init; } = LatentGeneratorTransformer.DefaultOutputColumnName;

        /// <summary>Name of the column to edit. Default "Features".</summary>
        public string InputColumnName { get; init; } = LatentGeneratorTransformer.DefaultOutputColumnName;

        /// <summary>Name of the column of energies of the edited latents under the prior. Null for none. Default null.</summary>
        public string? EnergyColumnName { get; init; }

        /// <summary>What all rows are to have: conditions that all hold, at least one.</summary>
        public required ImmutableArray<Given> Set
        {
            get;
            init => field = !value.IsDefaultOrEmpty && !value.Contains(null!)
                ? value
                : throw new ArgumentException($"Option '{nameof(Set)}': expected at least one condition, got none or null.", nameof(Set));
        }

        /// <summary>Chains, sweeps, seed and all else that decides how rows are edited.</summary>
        public EditorOptions Editing { get; init; } = new();
    }

    /// <summary>Makes the transformer. Reads no row.</summary>
    /// <param name="input">The view that the transformer is meant for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing, of another type, or of another size.</exception>
    public FeatureEditingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FeatureEditingTransformer transformer = new(_model, _options);
        transformer.GetOutputSchema(input.Schema); // or it throws
        return transformer;
    }

    /// <summary>The schema after this estimator: the input's, and the edited column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.InputColumnName);
        return FeatureChangeMapping.Columns(_model, _options.OutputColumnName, _options.EnergyColumnName)
            .Aggregate(inputSchema, (shape, column) => column.AddTo(shape));
    }
}
