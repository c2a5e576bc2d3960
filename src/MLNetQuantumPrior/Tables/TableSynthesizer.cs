using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Makes tables like one that it was fitted to: more rows, classes evened out, missing cells filled.</summary>
/// <remarks>
/// To create it, use <c>mlContext.Data.FitSynthesizer(table)</c>. Immutable and safe for concurrent calls.
/// </remarks>
/// <example>
/// <code>
/// TableSynthesizer synthesizer = ml.Data.FitSynthesizer(table, new() { Target = "Status", Seed = 1 });
/// IDataView rows = synthesizer.Generate(10_000);
/// </code>
/// </example>
public sealed class TableSynthesizer
{
    private readonly SynthesizerModel _model;

    internal TableSynthesizer(SynthesizerModel model)
    {
        _model = model;
        Schema = model.Layout.Schema();
    }

    /// <summary>The columns of generated tables: those of the training table but for ignored ones.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>The autoencoder beneath: bits, their prior, and how it was trained.</summary>
    public BmVaeModel Model => _model.Vae;

    /// <summary>
    /// Makes new rows, as they are read: any number of them takes no memory. A row depends on the seed and its number alone.
    /// </summary>
    /// <param name="rows">How many, at least 0.</param>
    /// <param name="seed">Seed of the rows. Null takes that of the fit. Default null.</param>
    public IDataView Generate(long rows, ulong? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return new SyntheticTable(_model.Layout, rows, new GeneratedRows(_model, seed ?? _model.Seed, Environment.ProcessorCount).Fill);
    }
}
