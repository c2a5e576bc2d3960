using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Generates rows: a row in, the same row with generated features and their prior energy out, by its label where the mode is conditional
/// and it has one.
/// </summary>
/// <remarks>
/// <para>
/// To create it, use <c>mlContext.Transforms.GenerateFromPrior(...)</c> in a pipeline, or <see cref="BmVaeTransformer.Generator"/>.
/// </para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item>
/// <term>Input column data type</term>
/// <description>
/// Where rows are drawn by class or attributes a label or attributes: key, text, <see cref="bool"/> or a number; else none
/// </description>
/// </item>
/// <item>
/// <term>Output column data types</term>
/// <description>A known-size vector of <see cref="float"/>: features, and a <see cref="float"/>: the energy</description>
/// </item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>MLNetQuantumPrior</description></item>
/// <item>
/// <term>Exportable to ONNX</term>
/// <description>
/// Yes, by <see cref="BmVaeModel.SaveGeneratorOnnx(string, GenerationOptions?, OnnxPrecision)"/>, sampler and decoder in one; the
/// decoder alone by <see cref="BmVaeModel.SaveDecoderOnnx(string, OnnxPrecision)"/>
/// </description>
/// </item>
/// <item><term>Row mapper, for <see cref="PredictionEngine{TSrc, TDst}"/></term><description>Yes</description></item>
/// </list>
/// <para>
/// Each row draws spins s and decodes them. Unconditional: p(s) = exp(-E(s)) / Z, the prior. Low energy: exp(-beta E(s)) with
/// beta above 1. Conditional: what was learned of the row's class y, in one of the ways of <see cref="GenerationCondition"/>, such as
/// fields h + strength * f_y; a row without a label gets the prior. Without a mode, rows are drawn by class where the model has classes
/// and the input the label column.
/// </para>
/// <para>
/// By attributes: of a model that was trained with <see cref="BmVaeEstimator.Options.AttributeColumnNames"/>, all rows have what
/// <see cref="GenerationOptions.Attributes"/> asks for, and a row has the values of those of its columns that have the name of an
/// attribute.
/// A column that is not there, and a missing value, leave the attribute free; attributes that the options give one value are not read.
/// <see cref="Generate(long)"/> adds the columns of those.
/// </para>
/// <para>
/// What a row gets depends on the seed, its row id and its label and attributes alone, so it is the same whatever the
/// cursor, the order and the number of threads. Labels of another type than in training are compared by their text; generated ones are of
/// the type in training. The first
/// use draws a pool of fresh samples of each class by population annealing, which takes a moment. Rows are computed as they are read, on
/// all cores, so any number of them takes no memory, and those that are skipped take no time.
/// </para>
/// <para>
/// Output: the feature column, in the units of the training data and with their slot names, and the energy E(s) under the prior, low for
/// typical codes; |z|^2 / 2 of Gaussian latents z. Columns of the same names are hidden.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = 1 });
/// IDataView rows = generator.Generate(400, new Dictionary&lt;string, double&gt; { ["left"] = 0.25, ["right"] = 0.75 });
/// </code>
/// </example>
/// <seealso cref="BmVaeCatalog"/>
public sealed class LatentGeneratorTransformer : BatchTransformer
{
    internal const string DefaultOutputColumnName = "Features", DefaultLabelColumnName = "Label", DefaultEnergyColumnName = "Energy";

    private readonly ILatentSource _latents;
    private readonly ImmutableArray<GivenColumn> _givenColumns;
    private readonly INetworkSession _decoder;
    private int _warnings;

    /// <summary>Makes a generator of a model, such as one from <see cref="BmVaeModel.Load(string)"/>.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="options">How to generate.</param>
    /// <param name="outputColumnName">Name of the column of generated features.</param>
    /// <param name="labelColumnName">Name of the label column, read where rows are drawn by class.</param>
    /// <param name="energyColumnName">Name of the column of energies; null for none.</param>
    /// <exception cref="ArgumentException">
    /// The mode is conditional and the model knows no classes, or two columns have one name, or one that a model file cannot hold.
    /// </exception>
    public LatentGeneratorTransformer(
        BmVaeModel model,
        GenerationOptions options,
        string outputColumnName = DefaultOutputColumnName,
        string labelColumnName = DefaultLabelColumnName,
        string? energyColumnName = DefaultEnergyColumnName)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        if (energyColumnName is "" || energyColumnName == outputColumnName)
        {
            throw new ArgumentException(
                $"Column of energies: expected a name other than '{outputColumnName}', or null for none, got '{energyColumnName}'.",
                nameof(energyColumnName));
        }

        ColumnNames.Check(input: null, energyColumnName is null ? [outputColumnName] : [outputColumnName, energyColumnName]);
        (Model, Options) = (model, options);
        (OutputColumnName, LabelColumnName, EnergyColumnName) = (outputColumnName, labelColumnName, energyColumnName);
        bool isGaussian = model.Kind == PriorKind.Gaussian;
        _givenColumns = GivenColumn.Of(model, options);
        if (_givenColumns.FirstOrDefault(column => column.Name == outputColumnName || column.Name == energyColumnName) is { } hidden)
        {
            throw new ArgumentException(
                $"Attribute '{hidden.Name}': expected generated features and energies in columns of other names, got one of this name, " +
                "which would hide it.", nameof(outputColumnName));
        }

        _latents = isGaussian ? new GaussianSource(new(model, options)) : SpinSource.Of(model, options);
        _decoder = NetworkSession.Decoder(model, staysScaled: IsSampled);
    }

    /// <summary>The trained scaling, networks and prior.</summary>
    public BmVaeModel Model { get; }

    /// <summary>How it generates.</summary>
    public GenerationOptions Options { get; }

    /// <summary>Name of the column of generated features.</summary>
    public string OutputColumnName { get; }

    /// <summary>Name of the label column, read where rows are drawn by class.</summary>
    public string LabelColumnName { get; }

    /// <summary>Name of the column of energies; null where there is none.</summary>
    public string? EnergyColumnName { get; }

    /// <summary>
    /// Why the rows may not be distributed as the training data: what the check of the prior found when the model was trained. Null where
    /// it found nothing, or was not made, and where rows come from the machines of their classes. The log has it as well, once, where the
    /// generator is made by a catalog or by a transformer that was.
    /// </summary>
    public string? Warning => IsConditional && Options.Condition != GenerationCondition.Fields ? null : Model.Training?.PriorCheck?.Warning;

    /// <summary>Where to log; null for nowhere.</summary>
    internal IHostEnvironment? Environment { get; init; }

    private bool IsSampled => Options.IsSampled(Model);

    /// <summary>Whether generated rows have classes of their own; where attributes are given, their conditions decide.</summary>
    private bool IsByClass => IsConditional && Options.Attributes.IsEmpty;

    private bool IsConditional => Options.IsConditional(!Model.ClassNames.IsEmpty);

    /// <summary>
    /// Generates rows from nothing: the columns of features and energies, and where they are drawn by class the label, of the type and with
    /// the key values of the training data. Without a <see cref="GenerationOptions.Mode"/>, classes come in the proportions of the
    /// training data; in conditional mode, each in turn. Computed as it is read.
    /// </summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is below 1.</exception>
    public IDataView Generate(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        int classes = Model.ClassNames.Length;
        return !IsByClass ? Labelled(rows, label: null, _ => 0)
            : Options.Mode is null ? ByProportions(rows, [.. GeneratedLabel.RowsOf(Model).Select(count => (double)count)])
            : Labelled(rows, GeneratedLabel.Of(Model), row => (int)(row % classes));
    }

    /// <summary>
    /// Generates the rows of a range of ids from nothing. What a row is depends on its id alone, so parts of many rows can be made apart
    /// from each other. Where rows are drawn by class, without a <see cref="GenerationOptions.Mode"/> each row's class is drawn in the
    /// proportions of the training data, so that counts vary as those of a sample do; in conditional mode, each class comes in turn.
    /// </summary>
    /// <param name="fromId">The first id, at least 0.</param>
    /// <param name="toId">The id after the last, at least <paramref name="fromId"/> and at most 2^48.</param>
    public IDataView GenerateRange(long fromId, long toId)
    {
        RowIds.Check(fromId, toId);
        int classes = Model.ClassNames.Length;
        return !IsByClass ? Labelled(toId - fromId, label: null, _ => 0, fromId)
            : Options.Mode is null ? Labelled(toId - fromId, GeneratedLabel.Of(Model), DrawnClass(), fromId)
            : Labelled(toId - fromId, GeneratedLabel.Of(Model), id => (int)(id % classes), fromId);
    }

    /// <summary>Generates rows from nothing with given shares of the classes; conditional mode only. Computed as it is read.</summary>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="labelProportions">
    /// Share of each class by its name, finite and at least 0; classes left out get none, and the sum does not matter. Counts are exact, by
    /// the largest remainder, and which row is of which class depends on these two arguments alone.
    /// </param>
    /// <exception cref="ArgumentException">The model has no class of a name, or a share is out of range, or all are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is below 1.</exception>
    /// <exception cref="InvalidOperationException">The mode is another, or the model has no classes.</exception>
    public IDataView Generate(long rows, IReadOnlyDictionary<string, double> labelProportions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentNullException.ThrowIfNull(labelProportions);
        if (!IsConditional)
        {
            throw new InvalidOperationException(
                Options.Mode is { } mode
                    ? $"Generation by label proportions: expected mode '{GenerationMode.Conditional}', got '{mode}'."
                    : "Generation by label proportions: expected a model with classes, got one without. Train it with labels.");
        }

        ImmutableArray<string> names = Model.ClassNames;
        if (labelProportions.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"Label proportions: expected classes of the training data ({string.Join(", ", names.Take(20))}), got '{unknown}'.",
                nameof(labelProportions));
        }

        return ByProportions(rows, [.. names.Select(name => labelProportions.GetValueOrDefault(name))]);
    }

    /// <summary>
    /// How well rows meet the <see cref="GenerationOptions.Attributes"/> of the options, as the classifier of codes sees it.
    /// </summary>
    /// <param name="rows">How many rows to draw for it, at least 1.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">Nothing is asked of attributes.</exception>
    public AttributeReport Report(int rows = 1000, CancellationToken cancel = default) => _latents is SpinSource spins
        ? spins.Generator.Report(rows, cancel)
        : throw new InvalidOperationException("Report on attributes: expected a model of bits, got one of Gaussian latents.");

    /// <inheritdoc/>
    public override void Dispose() => _decoder.Dispose();

    private protected override void Save(ModelSaveContext context) => SavedGenerator.Write(this, context);

    private IDataView ByProportions(long rows, ImmutableArray<double> proportions)
    {
        var quotas = new LabelQuotas(proportions, rows);
        return Labelled(rows, GeneratedLabel.Of(Model), row => quotas[row]);
    }

    private IDataView Labelled(long rows, GeneratedLabel? label, Func<long, int> classOf, long firstId = 0) =>
        Transform(LabelView.Of(
            rows, LabelColumnName, label, classOf, firstId,
            [.. _givenColumns.Where(column => label is null || column.Name != LabelColumnName)]));

    /// <summary>The class of a row by its id: with the probability of the class in the training data.</summary>
    private Func<long, int> DrawnClass()
    {
        ImmutableArray<long> rows = GeneratedLabel.RowsOf(Model);
        UInt128 all = (UInt128)rows.Sum();
        ulong seed = RandomUse.GeneratedClasses(Options.Seed);
        return id =>
        {
            long row = (long)((RowRandom.Of(seed, (ulong)id).Next() * all) >> 64); // from 0 to before all
            int label = 0;
            while (row >= rows[label])
            {
                row -= rows[label++];
            }

            return label;
        };
    }

    /// <summary>Whether the label is read: without a mode, where there is one.</summary>
    private bool ReadsLabel(DataViewSchema input) =>
        IsConditional && !Model.ClassNames.IsEmpty
        && ((Options.Mode is not null && Options.Attributes.IsEmpty) || input.GetColumnOrNull(LabelColumnName) is not null);

    private void Warn()
    {
        string[] warnings = [.. ((string?[])[VectorInstructions.Warning, Warning]).OfType<string>()];
        if (warnings.Length > 0 && Environment is not null && Interlocked.Exchange(ref _warnings, 1) == 0)
        {
            using IChannel channel = Environment.Register(nameof(LatentGeneratorTransformer)).Start("Generating");
            foreach (string warning in warnings)
            {
                channel.Warning(MessageSensitivity.None, "BM-VAE: {0}", warning);
            }
        }
    }

    private protected override BatchMapping Bind(DataViewSchema input)
    {
        Warn();
        return new GeneratorMapping(
            input,
            ReadsLabel(input) ? LabelColumn.In(input, LabelColumnName) : null,
            Model.ClassNames,
            AttributeInputs.In(input, Model, Options, ReadsLabel(input) ? LabelColumnName : null),
            _latents,
            _decoder,
            Options.MaxDegreeOfParallelism,
            IsSampled ? (features, ids) => Model.DrawFeatures(features, ids, Options.Seed) : null,
            Columns(Model, OutputColumnName, EnergyColumnName));
    }

    internal static ImmutableArray<AddedColumn> Columns(BmVaeModel model, string outputColumnName, string? energyColumnName)
    {
        var features = new AddedColumn(outputColumnName, model.Architecture.InputSize, model.SlotNames);
        return energyColumnName is null ? [features] : [features, AddedColumn.Number(energyColumnName)];
    }
}
