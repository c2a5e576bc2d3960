using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

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

    /// <summary>Writes everything to one file, which holds no row of the training table.</summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => WholeFile.Write(path, Save);

    /// <summary>Writes everything to one file.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SynthesizerFile.Write(_model, stream);
    }

    /// <summary>Reads a file that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or not a synthesizer of a version that this release knows; the message says what is wrong.
    /// </exception>
    public static TableSynthesizer Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return Load(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Synthesizer file '{path}': {error.Message}", error);
        }
    }

    /// <summary>Reads a file that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="stream">The whole file; must be seekable.</param>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or not a synthesizer of a version that this release knows; the message says what is wrong.
    /// </exception>
    public static TableSynthesizer Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new(SynthesizerFile.Read(stream));
    }
}
