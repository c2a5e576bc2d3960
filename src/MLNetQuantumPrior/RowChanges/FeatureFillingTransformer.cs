using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// Fills in features that are not known, by a draw from the model's distribution of them given the known ones of the row.
/// </summary>
/// <remarks>
/// <para>To create it, use <c>mlContext.Transforms.FillFeatures(...)</c>. How features are drawn is said at <see cref="RowFiller"/>.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
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
/// <item><term>Row mapper, for <see cref="PredictionEngine{TSrc, TDst}"/></term><description>Yes</description></item>
/// </list>
/// <para>
/// What a row gets depends on its features, its id and the seed alone. Rows are computed as they are read. The first use draws from the
/// prior, which takes a moment.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// ImmutableArray&lt;bool&gt; known = ImageSlots.Outside((6, 6, 1), left: 0, top: 3, width: 6, height: 3);
/// using FeatureFillingTransformer filler = ml.Transforms.FillFeatures(model, "Filled", "Features", known, seed: 1).Fit(images);
/// IDataView filled = filler.Transform(images);
/// </code>
/// </example>
/// <seealso cref="FillingCatalog"/>
public sealed class FeatureFillingTransformer : BatchTransformer
{
    private readonly RowFiller _filler;

    internal FeatureFillingTransformer(BmVaeModel model, FeatureFillingEstimator.Options options)
    {
        FeatureChangeMapping.CheckNames(options.OutputColumnName, options.InputColumnName, options.EnergyColumnName);
        int size = model.Architecture.InputSize;
        if (!options.Known.IsEmpty && options.Known.Length != size)
        {
            throw new ArgumentException(
                $"Option '{nameof(options.Known)}': expected a flag for each of {size} slots of the model, or none, " +
                $"got {options.Known.Length}.", nameof(options));
        }

        (Model, Options) = (model, options);
        _filler = new(model, options.Filling with { Draws = 1 });
    }

    /// <summary>The trained scaling, networks and prior.</summary>
    public BmVaeModel Model { get; }

    /// <summary>What it fills, and how.</summary>
    public FeatureFillingEstimator.Options Options { get; }

    /// <summary>Does nothing: it holds nothing that needs it.</summary>
    public override void Dispose()
    {
    }

    private protected override void Save(ModelSaveContext context) => SavedChange.Write(
        Model, Options.OutputColumnName, new(TransformerEntry.AttributesVersion, Filler: new(Options)), context);

    private protected override BatchMapping Bind(DataViewSchema input) => new FeatureChangeMapping(
        input,
        FeatureChangeMapping.Find(input, Options.InputColumnName, Model, allowsMissing: true),
        Fill,
        FeatureChangeMapping.Columns(Model, Options.OutputColumnName, Options.EnergyColumnName));

    private void Fill(ReadOnlySpan<float> rows, ReadOnlySpan<ulong> ids, Span<float> changed, Span<float> energies)
    {
        bool[] known = new bool[rows.Length];
        for (int k = 0; k < known.Length; k++)
        {
            known[k] = !float.IsNaN(rows[k]) && (Options.Known.IsEmpty || Options.Known[k % Options.Known.Length]);
        }

        FilledRows filled = _filler.Fill(rows, known, ids);
        filled.Features.CopyTo(changed);
        for (int row = 0; row < energies.Length; row++)
        {
            energies[row] = (float)filled.Energies[row];
        }
    }
}
