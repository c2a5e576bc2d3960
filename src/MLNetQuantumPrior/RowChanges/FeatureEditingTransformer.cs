using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Edits features by attributes that the model was trained with: sets what is asked for, keeps the other attributes and as much of the row
/// as possible.
/// </summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.EditFeatures(...)</c>. How rows are edited is said at <see cref="Editor"/>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Input column data type</term><description>A known-size vector of <see cref="float"/></description></item>
/// <item>
/// <term>Output column data types</term>
/// <description>A vector like it; by option a <see cref="float"/>: the energy</description>
/// </item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MLNetQuantumPrior</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// <item><term>Row mapper, for <see cref="PredictionEngine{TSrc, TDst}"/></term><description>Yes</description></item>
/// </list>
/// <para>What a row gets depends on its features, its id and the seed alone. Rows are computed as they are read.</para>
/// </remarks>
/// <example>
/// <code>
/// var pipeline = ml.Transforms.EditFeatures(vae.Model, [Given.Is("Label", "right")], "Edited", "Features", seed: 1);
/// using FeatureEditingTransformer editor = pipeline.Fit(images);
/// IDataView edited = editor.Transform(images);
/// </code>
/// </example>
/// <seealso cref="EditingCatalog"/>
public sealed class FeatureEditingTransformer : BatchTransformer
{
    private readonly Editor _editor;

    internal FeatureEditingTransformer(BmVaeModel model, FeatureEditingEstimator.Options options)
    {
        FeatureChangeMapping.CheckNames(options.OutputColumnName, options.InputColumnName, options.EnergyColumnName);
        (Model, Options) = (model, options);
        _editor = new(model, options.Editing);
        _editor.Check(options.Set);
    }

    /// <summary>The trained scaling, networks and prior.</summary>
    public BmVaeModel Model { get; }

    /// <summary>What it sets, and how.</summary>
    public FeatureEditingEstimator.Options Options { get; }

    /// <summary>Does nothing: it holds nothing that needs it.</summary>
    public override void Dispose()
    {
    }

    private protected override void Save(ModelSaveContext context) => SavedChange.Write(
        Model, Options.OutputColumnName, new(TransformerEntry.AttributesVersion, Editor: new(Options)), context);

    private protected override BatchMapping Bind(DataViewSchema input) => new FeatureChangeMapping(
        input,
        FeatureChangeMapping.Find(input, Options.InputColumnName, Model, allowsMissing: false),
        Edit,
        FeatureChangeMapping.Columns(Model, Options.OutputColumnName, Options.EnergyColumnName));

    private void Edit(ReadOnlySpan<float> rows, ReadOnlySpan<ulong> ids, Span<float> changed, Span<float> energies)
    {
        EditedRows edited = _editor.Edit(rows, Options.Set, ids);
        edited.Features.CopyTo(changed);
        for (int row = 0; row < energies.Length; row++)
        {
            energies[row] = (float)edited.Energies[row];
        }
    }
}
