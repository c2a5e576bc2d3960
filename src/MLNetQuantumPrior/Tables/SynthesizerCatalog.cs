using MLNetQuantumPrior;

namespace Microsoft.ML;

/// <summary>Adds what learns tables to <see cref="MLContext.Data"/> and <see cref="MLContext.Transforms"/>.</summary>
public static class SynthesizerCatalog
{
    /// <summary>Learns a table, to make tables of the same columns.</summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="table">
    /// A table of numbers, text, keys, Booleans, dates, and vectors of <see cref="float"/> of known size; at least two rows. Read once.
    /// </param>
    /// <param name="options">How. Null: nothing needs to be set.</param>
    /// <exception cref="ArgumentException">A column has another type, a number is infinite, or options contradict the table.</exception>
    /// <exception cref="OperationCanceledException"><see cref="SynthesizerOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// TableSynthesizer synthesizer = ml.Data.FitSynthesizer(train, new() { Target = "Repaid", Seed = 1 });
    /// </code>
    /// </example>
    public static TableSynthesizer FitSynthesizer(this DataOperationsCatalog catalog, IDataView table, SynthesizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(table);
        return new(SynthesizerFit.Run(CatalogEnvironment.Of(catalog), table, options ?? new()));
    }

    /// <summary>
    /// Creates a <see cref="MissingValueImputingEstimator"/>, which fills missing cells by what the other cells of their rows say.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">How the table is learned; its columns say which take part. Null: all of them.</param>
    /// <param name="imputation">How cells are filled. Null: by one draw each.</param>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.ImputeMissingValues(options)
    ///     .Append(ml.Transforms.Categorical.OneHotEncoding("Home"))
    ///     .Append(ml.Transforms.Concatenate("Features", "Age", "Income", "Rate", "Home"))
    ///     .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Repaid"));
    /// </code>
    /// </example>
    public static MissingValueImputingEstimator ImputeMissingValues(
        this TransformsCatalog catalog, SynthesizerOptions? options = null, ImputationOptions? imputation = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(CatalogEnvironment.Of(catalog), options ?? new(), imputation ?? new());
    }
}
