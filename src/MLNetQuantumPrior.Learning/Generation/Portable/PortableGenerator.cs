using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Draws latents with the bits of a generator's ONNX file on any runtime, so that a server in C# and a browser agree: the twin of that
/// file's graph, and what writes it.
/// </summary>
/// <remarks>
/// A row depends on its <see cref="PortableRow"/> alone, whatever other rows are drawn with it and on how many threads. It starts from a
/// stored draw of its distribution, as those of <see cref="LatentGenerator"/>, and is decorrelated from it by Gibbs sweeps. Log-odds of
/// bits are on a grid, 2^-17 or the next coarser one of which single precision holds all sums exactly; random numbers are those of
/// Widynski's squares32, 16 bits for a bit; acceptance is decided in whole numbers. So no result depends on how a machine rounds.
/// <para>
/// Features are the decoder's: <c>model.Decode(draws.Bits.AsSpan(), features)</c>. Where the file samples features, it does so by random
/// numbers of its own, and rounding in the decoder can then change a feature whose chance is within a millionth of a random number.
/// </para>
/// Safe for concurrent calls.
/// </remarks>
/// <example>
/// <code>
/// PortableGenerator generator = PortableGenerator.Load(file);
/// PortableDraws draws = generator.Draw([.. ids.Select(id => new PortableRow(Class: id % 2, Id: id))]);
/// float[] features = new float[draws.Rows * model.Architecture.InputSize];
/// model.Decode(draws.Bits.AsSpan(), features);
/// </code>
/// </example>
public sealed class PortableGenerator
{
    /// <summary>Most sweeps of a row.</summary>
    public const int MaxSweeps = 1_000_000;

    private readonly BmVaeModel? _model;
    private readonly GenerationOptions? _options;
    private readonly OnnxPrecision _precision;

    /// <summary>Makes the generator of a model, which draws what the rows start from: some seconds for many classes.</summary>
    /// <param name="model">A model whose latents are spins.</param>
    /// <param name="options">
    /// How to generate; null for the defaults. Seed and inverse temperature are those of the stored draws, the ones of a row come with it;
    /// sweeps are not used.
    /// </param>
    /// <param name="precision">With <see cref="OnnxPrecision.Half"/> couplings are integers of 16 bits, on a coarser grid.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">
    /// The mode is conditional and the model knows no classes or lacks what the options need, or its classifier of codes is one that whole
    /// numbers do not do: other than dense layers with ReLU. Or fields or couplings are so large, as by a great
    /// <see cref="GenerationOptions.Strength"/>, that a grid of 1/8 does not hold their sums. Or there are
    /// <see cref="GenerationOptions.Attributes"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The latents are no spins.</exception>
    public PortableGenerator(
        BmVaeModel model,
        GenerationOptions? options = null,
        OnnxPrecision precision = OnnxPrecision.Single,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (options is { Attributes.IsEmpty: false })
        {
            throw new ArgumentException(
                $"Option '{nameof(GenerationOptions.Attributes)}': expected none for a portable generator, which knows classes alone, " +
                $"got {string.Join(", ", options.Attributes)}. Generate by attributes with {nameof(LatentGenerator)}.", nameof(options));
        }

        (_model, _options, _precision) = (model, options ?? new(), OnnxExport.NotInteger(precision));
        Tables = PortableTablesOf.Model(model, _options, precision, cancel);
        ClassNames = Tables.Classes > 0 ? model.ClassNames : [];
        MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism;
    }

    internal PortableGenerator(PortableTables tables, ImmutableArray<string> classNames) => (Tables, ClassNames) = (tables, classNames);

    /// <summary>Bits of a row.</summary>
    public int Latents => Tables.Bits;

    /// <summary>Names of the classes that rows are drawn by; none where they are not.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>Most threads, at least 1. Default: those of the options, or one per core. Rows do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal PortableTables Tables { get; }

    /// <summary>Reads the tables of a generator's ONNX file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxDegreeOfParallelism">Most threads of a call, at least 1. Null takes one per core. Default null.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or not a generator.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PortableGenerator Load(string path, int? maxDegreeOfParallelism = null) =>
        PortableTablesFile.Read(File.ReadAllBytes(path), maxDegreeOfParallelism ?? Environment.ProcessorCount);

    /// <summary>Draws rows.</summary>
    /// <param name="rows">What they are drawn by.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public PortableDraws Draw(ReadOnlySpan<PortableRow> rows, CancellationToken cancel = default)
    {
        PortableRow[] asked = rows.ToArray();
        float[] bits = new float[checked(rows.Length * Latents)], energies = new float[rows.Length];
        Parallel.For(
            0,
            asked.Length,
            new() { MaxDegreeOfParallelism = MaxDegreeOfParallelism, CancellationToken = cancel },
            () => new PortableSampler(Tables, cancel),
            (row, _, sampler) =>
            {
                Span<float> own = bits.AsSpan(row * Latents, Latents);
                if (PortableSampler.IsKnown(Tables, asked[row]))
                {
                    energies[row] = sampler.Draw(asked[row], own);
                }
                else
                {
                    own.Fill(float.NaN);
                    energies[row] = float.NaN;
                }

                return sampler;
            },
            _ => { });
        return new(Latents, bits, energies);
    }

    /// <summary>
    /// Writes the file that <see cref="BmVaeModel.SaveGeneratorOnnx(string, GenerationOptions?, OnnxPrecision)"/> writes.
    /// </summary>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <exception cref="InvalidOperationException">
    /// This generator was read from such a file, which can be copied; or the file would be longer than 2 GB.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveOnnx(string path) => WholeFile.Write(path, SaveOnnx);

    /// <summary>Writes the file to a stream.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <exception cref="InvalidOperationException">As for a path.</exception>
    public void SaveOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnnxFile.Write(ToOnnx(), stream);
    }

    internal ModelProto ToOnnx() => _model is null
        ? throw new InvalidOperationException("Generator read from an ONNX file: expected one made from a model. Copy the file.")
        : OnnxExport.Generator(_model, this, _options!, _precision);
}
