using MLNetQuantumPrior;
using MLNetQuantumPrior.Learning;

namespace Microsoft.ML;

/// <summary>Adds filling in of features to <see cref="MLContext.Transforms"/>.</summary>
public static class FillingCatalog
{
    /// <summary>
    /// Creates a <see cref="FeatureFillingEstimator"/>, which fills in features that are not known, such as a part of an image, by a draw
    /// from a trained model's distribution of them given the known ones of the row.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">
    /// The trained model, such as <see cref="BmVaeTransformer.Model"/>, or one of a file; its latents are spins.
    /// </param>
    /// <param name="outputColumnName">Name of the column of whole rows.</param>
    /// <param name="inputColumnName">
    /// Name of the column with holes, NaN: a known-size vector of <see cref="float"/>. Null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="known">
    /// Which slots are known of every row, such as <see cref="ImageSlots"/> makes of a rectangle; empty for those that are not NaN.
    /// </param>
    /// <param name="seed">Seed of all randomness: the same seed, row and row id give the same result.</param>
    /// <exception cref="ArgumentException">The model has Gaussian latents, or another number of slots.</exception>
    /// <example>
    /// <code>
    /// ImmutableArray&lt;bool&gt; known = ImageSlots.Outside((6, 6, 1), left: 0, top: 3, width: 6, height: 3);
    /// using FeatureFillingTransformer filler = ml.Transforms.FillFeatures(model, "Filled", "Features", known, seed: 1).Fit(images);
    /// IDataView filled = filler.Transform(images);
    /// </code>
    /// </example>
    public static FeatureFillingEstimator FillFeatures(
        this TransformsCatalog catalog,
        BmVaeModel model,
        string outputColumnName = LatentGeneratorTransformer.DefaultOutputColumnName,
        string? inputColumnName = null,
        ImmutableArray<bool> known = default,
        ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(outputColumnName);
        return catalog.FillFeatures(model, new FeatureFillingEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName ?? outputColumnName,
            Known = known,
            Filling = new() { Seed = seed },
        });
    }

    /// <summary>Creates a <see cref="FeatureFillingEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">The trained model; its latents are spins.</param>
    /// <param name="options">Columns, what is known, chains, steps, seed.</param>
    /// <exception cref="ArgumentException">
    /// The model has Gaussian latents, or another number of slots, or options are out of range.
    /// </exception>
    /// <example>
    /// <code>
    /// var options = new FeatureFillingEstimator.Options { OutputColumnName = "Whole", Known = known, Filling = new() { Chains = 32 } };
    /// using FeatureFillingTransformer whole = ml.Transforms.FillFeatures(model, options).Fit(images);
    /// </code>
    /// </example>
    public static FeatureFillingEstimator FillFeatures(
        this TransformsCatalog catalog, BmVaeModel model, FeatureFillingEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return new(model, options);
    }
}
