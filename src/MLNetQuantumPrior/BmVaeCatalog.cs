using MLNetQuantumPrior;
using MLNetQuantumPrior.Learning;

namespace Microsoft.ML;

/// <summary>Adds the components of MLNetQuantumPrior to <see cref="MLContext.Transforms"/>.</summary>
public static class BmVaeCatalog
{
    /// <summary>
    /// Creates a <see cref="BmVaeEstimator"/>, which learns binary latents of a feature vector under a Boltzmann-machine prior on the
    /// complete graph.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the column of latent bits: <c>Vector&lt;Single, latentSize&gt;</c>, each 0 or 1.</param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a known-size vector of <see cref="float"/>. Null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="latentSize">Number of bits, at least 1; null for what the data ask for.</param>
    /// <param name="numberOfEpochs">
    /// Passes over the training data, at least 1; null for what the data ask for, with validation rows and early stopping for small data.
    /// </param>
    /// <param name="labelColumnName">
    /// Name of a label column, to learn what generation by class needs: a key, text, Boolean or a number. Null for none.
    /// </param>
    /// <param name="seed">Seed of all randomness; null draws one from the environment and logs it.</param>
    /// <remarks>
    /// Trainers that follow may pass over their input many times: put <c>.AppendCacheCheckpoint(mlContext)</c> after this estimator, so
    /// that each row is encoded once.
    /// </remarks>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(ml.Transforms.BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 30, seed: 1))
    ///     .AppendCacheCheckpoint(ml) // encode each row once, however often the trainer reads it
    ///     .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));
    /// var model = pipeline.Fit(split.TrainSet);
    /// </code>
    /// </example>
    public static BmVaeEstimator BmVae(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int? latentSize = null,
        int? numberOfEpochs = null,
        string? labelColumnName = null,
        ulong? seed = null) =>
        catalog.BmVae(new BmVaeEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            LabelColumnName = labelColumnName,
            LatentSize = latentSize,
            Training = new() { Epochs = numberOfEpochs },
            Seed = seed,
        });

    /// <summary>Creates a <see cref="BmVaeEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">Columns, graph, networks, sampler, engine and training.</param>
    /// <exception cref="ArgumentException">Options are out of range or contradict each other.</exception>
    /// <example>
    /// <code>
    /// var options = new BmVaeEstimator.Options
    /// {
    ///     LatentSize = 8, Training = new() { Epochs = 30 }, Seed = 1,
    ///     Columns = new() { OutlierScore = "Score", PValue = "PValue" },
    /// };
    /// using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(train);
    /// </code>
    /// </example>
    public static BmVaeEstimator BmVae(this TransformsCatalog catalog, BmVaeEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(options.Environment ?? CatalogEnvironment.Of(catalog), options);
    }

    /// <summary>
    /// Creates a <see cref="LatentGeneratorEstimator"/>, which generates features for each row from the prior of a trained model, by its
    /// label in conditional mode.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">The trained model, such as <see cref="BmVaeTransformer.Model"/>, or one of a file.</param>
    /// <param name="outputColumnName">Name of the column of generated features: a vector as the model was trained on, in its units.</param>
    /// <param name="labelColumnName">
    /// Name of the label column, read where rows are drawn by class: a key, text, Boolean or a number.
    /// </param>
    /// <param name="mode">
    /// Which distribution rows are drawn from. Null: by class where the model has classes and the input the label column, else the prior.
    /// </param>
    /// <param name="seed">Seed of all randomness: the same seed and row id give the same row.</param>
    /// <exception cref="ArgumentException">The mode is conditional and the model knows no classes.</exception>
    /// <example>
    /// <code>
    /// BmVaeModel model = BmVaeModel.Load(file);
    /// var pipeline = ml.Transforms.GenerateFromPrior(model, "Features", "Label", GenerationMode.Conditional, seed: 1);
    /// using LatentGeneratorTransformer generator = pipeline.Fit(labels);
    /// IDataView generated = generator.Transform(labels);
    /// </code>
    /// </example>
    public static LatentGeneratorEstimator GenerateFromPrior(
        this TransformsCatalog catalog,
        BmVaeModel model,
        string outputColumnName = LatentGeneratorTransformer.DefaultOutputColumnName,
        string labelColumnName = LatentGeneratorTransformer.DefaultLabelColumnName,
        GenerationMode? mode = null,
        ulong seed = 0) =>
        catalog.GenerateFromPrior(model, new LatentGeneratorEstimator.Options
        {
            OutputColumnName = outputColumnName,
            LabelColumnName = labelColumnName,
            Generation = new() { Mode = mode, Seed = seed },
        });

    /// <summary>Creates a <see cref="LatentGeneratorEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="model">The trained model, such as <see cref="BmVaeTransformer.Model"/>, or one of a file.</param>
    /// <param name="options">Columns, mode, strength, seed and all else.</param>
    /// <exception cref="ArgumentException">The model does not know what the options ask for.</exception>
    public static LatentGeneratorEstimator GenerateFromPrior(
        this TransformsCatalog catalog, BmVaeModel model, LatentGeneratorEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return new(CatalogEnvironment.Of(catalog), model, options);
    }
}
