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
/// TableSynthesizer synthesizer = ml.Data.FitSynthesizer(train, new() { Target = "Repaid", Seed = 1 });
/// IDataView even = ml.Data.Cache(synthesizer.Balance(train, "Repaid"));
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

    /// <summary>Seed of the fit, and of rows where nothing else is said.</summary>
    internal ulong Seed => _model.Seed;

    /// <summary>
    /// Makes new rows, as they are read: any number of them takes no memory. A row depends on the seed and its number alone.
    /// </summary>
    /// <param name="rows">How many, at least 0.</param>
    /// <param name="seed">Seed of the rows. Null takes that of the fit. Default null.</param>
    public IDataView Generate(long rows, ulong? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Ranges(seed, Environment.ProcessorCount)(0, rows);
    }

    /// <summary>
    /// Makes the rows of a range of ids, as they are read: those that <see cref="Generate(long, ulong?)"/> has at these positions. So parts
    /// of a long table can be made apart from each other.
    /// </summary>
    /// <param name="fromId">The first id, at least 0.</param>
    /// <param name="toId">The id after the last, at least <paramref name="fromId"/> and at most 2^48.</param>
    /// <param name="seed">Seed of the rows. Null takes that of the fit. Default null.</param>
    public IDataView GenerateRange(long fromId, long toId, ulong? seed = null)
    {
        RowIds.Check(fromId, toId);
        return Ranges(seed, Environment.ProcessorCount)(fromId, toId);
    }

    /// <summary>Makes the rows of ranges of ids; what all of them start from is drawn once.</summary>
    /// <param name="seed">Seed of the rows; null takes that of the fit.</param>
    /// <param name="threads">Most threads.</param>
    internal Func<long, long, IDataView> Ranges(ulong? seed, int threads)
    {
        var rows = new GeneratedRows(_model, seed ?? _model.Seed, threads);
        return (fromId, toId) => new SyntheticTable(_model.Layout, toId - fromId, (row, block) => rows.Fill(fromId + row, block), fromId);
    }

    /// <summary>Makes new rows of which something is given. A row depends on the seed and its number alone.</summary>
    /// <param name="rows">How many, at least 0.</param>
    /// <param name="given">What is given; of one column all of it holds.</param>
    /// <param name="seed">Seed of the rows. Null takes that of the fit. Default null.</param>
    /// <exception cref="ArgumentException">
    /// A column or a category is unknown, an interval has nothing of the column's range, or no row is as given.
    /// </exception>
    /// <example>
    /// <code>
    /// IDataView young = synthesizer.Generate(1000, [Given.Is("Home", "rent"), Given.AtMost("Age", 30)], out GivenReport report);
    /// </code>
    /// </example>
    public IDataView Generate(long rows, IReadOnlyList<Given> given, ulong? seed = null) => Generate(rows, given, out _, seed);

    /// <summary>Makes new rows of which something is given, and says how they are found.</summary>
    /// <param name="rows">How many, at least 0.</param>
    /// <param name="given">What is given; of one column all of it holds.</param>
    /// <param name="report">How probable what is given is, and how many equally weighted draws rows are chosen from.</param>
    /// <param name="seed">Seed of the rows. Null takes that of the fit. Default null.</param>
    /// <exception cref="ArgumentException">
    /// A column or a category is unknown, an interval has nothing of the column's range, or no row is as given.
    /// </exception>
    public IDataView Generate(long rows, IReadOnlyList<Given> given, out GivenReport report, ulong? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(given);
        GivenRows source = Rows(GivenSets.Of(_model.Layout, _model.Columns, given), seed);
        report = source.Report;
        return new SyntheticTable(_model.Layout, rows, source.Fill);
    }

    /// <summary>
    /// Evens out the classes of a table: as many synthetic rows of each as it has fewer than the most frequent class. Rows whose class is
    /// missing stay as they are.
    /// </summary>
    /// <param name="table">A table with the columns of the training table.</param>
    /// <param name="column">The column of classes: of categories, or of few numbers.</param>
    /// <param name="isAlone">
    /// Whether synthetic rows stand alone, as many of each class as the most frequent one has, instead of being added to the table. Default
    /// false.
    /// </param>
    /// <param name="seed">Seed of the rows. Null takes that of the fit. Default null.</param>
    /// <returns>
    /// Rows of the table first, unless alone, then the synthetic ones, classes mixed. Columns that were left out of the fit are left out.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The column has no classes, or the table other columns or categories than in training.
    /// </exception>
    /// <example>
    /// <code>
    /// IDataView even = ml.Data.Cache(synthesizer.Balance(train, "Repaid"));
    /// </code>
    /// </example>
    public IDataView Balance(IDataView table, string column, bool isAlone = false, ulong? seed = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        int cell = _model.Layout.CellOf(column);
        foreach (LayoutColumn identifier in isAlone ? [] : _model.Layout.Columns.Where(own => own.Cells == 0))
        {
            TableLayout.Find(table.Schema, identifier); // reading leaves them out
        }

        TableCells cells = _model.Layout.Read(table, CancellationToken.None);
        var classes = BalancedClasses.Of(_model.Columns[cell], cells.Columns[cell], isAlone);
        var rows = new BalancedRows(classes, [.. classes.Values.Select(value =>
        {
            CellSet[] given = [.. _model.Columns.Select(_ => CellSet.All)];
            given[cell] = CellSet.Only(_model.Columns[cell], value);
            return new Lazy<GivenRows>(() => Rows(given, seed));
        })]);
        var synthetic = new SyntheticTable(_model.Layout, classes.Quotas.Rows, rows.Fill);
        return isAlone ? synthetic : new AppendedTable(table, synthetic);
    }

    /// <summary>
    /// Fills the missing cells of a table as it is read: each is drawn given all other cells of its row, so that a column keeps its spread
    /// and its dependence on others. A row depends on its own cells, the seed and its id, its position where it was loaded, alone.
    /// </summary>
    /// <param name="table">A table with the columns of the training table.</param>
    /// <param name="options">How. Null: by one draw each.</param>
    /// <returns>
    /// The table. Further columns are as they are, and so are columns of types that have no missing value, such as whole numbers. Cells of
    /// columns that had none missing in training are filled as well.
    /// </returns>
    /// <exception cref="ArgumentException">A column is missing or of another type than in training.</exception>
    /// <example>
    /// <code>
    /// IDataView full = synthesizer.Impute(table);
    /// </code>
    /// </example>
    public IDataView Impute(IDataView table, ImputationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new FilledTable(table, new(_model, options ?? new(), table.Schema));
    }

    private GivenRows Rows(CellSet[] given, ulong? seed)
    {
        ulong own = seed ?? _model.Seed;
        int threads = Environment.ProcessorCount;
        return new(
            new(_model.Cells, _model.Columns, _model.Rules),
            DecodedColumns.Of(_model.Vae, _model.Coding),
            _model.PriorDraws(own, threads),
            _model.Holes is { } holes ? HoleProposal.Of(_model.Vae, _model.Coding, holes, given, own) : null,
            given,
            own,
            threads);
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
