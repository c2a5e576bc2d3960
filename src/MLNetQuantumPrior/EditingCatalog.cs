using MLNetQuantumPrior;
using MLNetQuantumPrior.Learning;

namespace Microsoft.ML;

/// <summary>Adds editing of features by attributes to <see cref="MLContext.Transforms"/>.</summary>
public static class EditingCatalog
{
    /// <summary>
    /// Creates a <see cref="FeatureEditingEstimator"/>, which sets attributes of rows, such as the thickness of a digit, and keeps the
    /// others and as much of each row as possible.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">
    /// The model, trained with <see cref="BmVaeEstimator.Options.AttributeColumnNames"/>, such as <see cref="BmVaeTransformer.Model"/>, or
    /// one of a file; its latents are spins.
    /// </param>
    /// <param name="set">What all rows are to have: conditions that all hold, at least one.</param>
    /// <param name="outputColumnName">Name of the column of edited rows.</param>
    /// <param name="inputColumnName">
    /// Name of the column to edit: a known-size vector of <see cref="float"/>. Null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="seed">Seed of all randomness: the same seed, row and row id give the same result.</param>
    /// <exception cref="ArgumentException">The model has no attributes, or does not know what is set.</exception>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.EditFeatures(vae.Model, [Given.Is("Label", "right")], "Edited", "Features", seed: 1);
    /// using FeatureEditingTransformer editor = pipeline.Fit(images);
    /// IDataView edited = editor.Transform(images);
    /// </code>
    /// </example>
    public static FeatureEditingEstimator EditFeatures(
        this TransformsCatalog catalog,
        BmVaeModel model,
        ImmutableArray<Given> set,
        string outputColumnName = LatentGeneratorTransformer.DefaultOutputColumnName,
        string? inputColumnName = null,
        ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(outputColumnName);
        return catalog.EditFeatures(model, new FeatureEditingEstimator.Options
        {
            Set = set,
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName ?? outputColumnName,
            Editing = new() { Seed = seed },
        });
    }

    /// <summary>Creates a <see cref="FeatureEditingEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="options">Columns, what is set, chains, sweeps, seed.</param>
    /// <exception cref="ArgumentException">
    /// The model has no attributes, or does not know what is set, or options are out of range.
    /// </exception>
    /// <example>
    /// <code>
    /// var options = new FeatureEditingEstimator.Options { Set = [Given.Is("Label", "left")], Editing = new() { Closeness = 0.1 } };
    /// using FeatureEditingTransformer bold = ml.Transforms.EditFeatures(vae.Model, options).Fit(images);
    /// </code>
    /// </example>
    public static FeatureEditingEstimator EditFeatures(
        this TransformsCatalog catalog, BmVaeModel model, FeatureEditingEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return new(model, options);
    }
}
