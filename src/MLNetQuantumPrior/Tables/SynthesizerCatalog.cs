using Microsoft.ML.Runtime;
using MLNetQuantumPrior;

namespace Microsoft.ML;

/// <summary>Adds what makes synthetic tables to <see cref="MLContext.Data"/>.</summary>
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
    /// TableSynthesizer synthesizer = ml.Data.FitSynthesizer(table, new() { Target = "Status", Seed = 1 });
    /// </code>
    /// </example>
    public static TableSynthesizer FitSynthesizer(this DataOperationsCatalog catalog, IDataView table, SynthesizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        IHost host = (options.Environment ?? CatalogEnvironment.Of(catalog)).Register(nameof(TableSynthesizer));
        using IChannel channel = host.Start("Fit");
        ulong seed = options.Seed ?? (ulong)host.Rand.Next();
        return new(new SynthesizerFit(options, channel, seed).Run(table));
    }
}
