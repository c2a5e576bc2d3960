using MLNetQuantumPrior;

namespace Microsoft.ML;

/// <summary>Adds the components of MLNetQuantumPrior to <see cref="MLContext.Transforms"/>.</summary>
public static class BmVaeCatalog
{
    /// <summary>Creates a <see cref="BmVaeEstimator"/>, which learns binary latents of a feature vector under a Boltzmann-machine prior on the complete graph.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the column of latent bits: <c>Vector&lt;Single, latentSize&gt;</c>, each 0 or 1.</param>
    /// <param name="inputColumnName">
    /// Name of the column to learn: a known-size vector of <see cref="float"/>. Null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="latentSize">Number of bits, at least 1.</param>
    /// <param name="numberOfEpochs">Passes over the training data, at least 1.</param>
    /// <param name="labelColumnName">Name of a label column, to learn what generation by class needs: a key, text, Boolean, Single or Double. Null for none.</param>
    /// <param name="seed">Seed of all randomness; null draws one from the environment and logs it.</param>
    /// <remarks>
    /// Trainers that follow may pass over their input many times: put <c>.AppendCacheCheckpoint(mlContext)</c> after this estimator, so that each row is encoded once.
    /// </remarks>
    public static BmVaeEstimator BmVae(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int latentSize = BmVaeEstimator.DefaultLatentSize,
        int numberOfEpochs = BmVaeEstimator.DefaultNumberOfEpochs,
        string? labelColumnName = null,
        int? seed = null) =>
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
    public static BmVaeEstimator BmVae(this TransformsCatalog catalog, BmVaeEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(options.Environment ?? CatalogEnvironment.Of(catalog), options);
    }
}
