using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Fits a synthesizer: reads the table, finds what holds in every row, trains bits, then what columns know of each other.
/// </summary>
/// <param name="options">How.</param>
/// <param name="channel">Where to log.</param>
/// <param name="seed">Seed of all randomness.</param>
internal sealed class SynthesizerFit(SynthesizerOptions options, IChannel channel, ulong seed)
{
    /// <summary>Fits a synthesizer to a table.</summary>
    /// <param name="environment">Whose log and random numbers to use where the options say nothing.</param>
    /// <param name="table">The table.</param>
    /// <param name="options">How.</param>
    public static SynthesizerModel Run(IHostEnvironment environment, IDataView table, SynthesizerOptions options)
    {
        IHost host = (options.Environment ?? environment).Register(nameof(TableSynthesizer));
        using IChannel channel = host.Start("Fit");
        return new SynthesizerFit(options, channel, options.Seed ?? (ulong)host.Rand.Next()).Run(table);
    }

    /// <summary>
    /// Trees ask what the decoder makes of bits from so many training rows on. Of fewer rows bits know each: trees trust them more than
    /// bits of new rows deserve. On parts of credit and diabetes of 300 to 700 rows learners did better without.
    /// </summary>
    private const int RowsForBits = 1000;

    private ColumnTreeOptions TreeOptions => new() { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };

    private SynthesizerModel Run(IDataView table)
    {
        CancellationToken cancel = options.CancellationToken;
        (TableLayout layout, TableCells cells) = new LayoutLearner(options.Columns).Learn(table, cancel);
        ImmutableArray<ColumnProfile> columns = Profiles(layout, cells);
        int? target = options.Target is { } name ? layout.CellOf(name, $"Option '{nameof(options.Target)}', column") : null;
        TableRules rules = Rules(layout, cells, columns, target);
        ImmutableArray<int> modelled =
            [.. Enumerable.Range(0, columns.Length).Except(rules.Computed).OrderBy(column => column == target ? 0 : 1)];
        var coding = new TableCoding(columns, modelled, cells);
        float[] slots = coding.Encode(cells);
        BmVaeModel model = Train(coding, slots, cells.Rows, cancel);
        ICellSource source = options.ColumnTrees
            ? Trees(model, columns, modelled, cells, slots, cancel)
            : DecodedColumns.Of(model, coding);
        ImmutableArray<ICellSource?> conditionals = ConditionalTrees.Fit(cells, columns, rules.Computed, TreeOptions, seed, cancel);
        HoleEncoder? holes = model.Kind == PriorKind.Gaussian ? null : EncoderOfHoles(model, coding, cells, slots, cancel);
        return new(
            layout, columns, coding, model, Mixture(model, slots, cells.Rows, cancel), source, conditionals, holes, rules, cells.Rows,
            seed);
    }

    private ImmutableArray<ColumnProfile> Profiles(TableLayout layout, TableCells cells)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnProfile>();
        foreach (LayoutColumn column in layout.Columns)
        {
            int? decimals = options.Columns.TryGetValue(column.Name, out SynthesizerColumn? own) ? own.Decimals : null;
            foreach (string name in column.CellNames())
            {
                double[] values = cells.Columns[columns.Count];
                columns.Add(column.Kind == LayoutKind.Category || values.All(double.IsNaN)
                    ? ColumnProfile.OfCategories(name, Math.Max(1, column.Categories.Length), values)
                    : ColumnProfile.OfNumbers(name, values, decimals));
            }
        }

        return columns.ToImmutable();
    }

    private TableRules Rules(TableLayout layout, TableCells cells, ImmutableArray<ColumnProfile> columns, int? target)
    {
        var rules = TableRules.Find(
            cells, columns, target, options.Constraints, (cell, date) => layout.Owner(cell) is { Kind: LayoutKind.Date } dates
                ? (date.Ticks - dates.Origin) / (double?)dates.Unit
                : null);
        foreach (string line in rules.Describe((cell, code) => layout.Owner(cell).Categories[code]))
        {
            channel.Info(MessageSensitivity.None, "Synthesizer: {0}", line);
        }

        return rules;
    }

    private BmVaeModel Train(TableCoding coding, float[] slots, int rows, CancellationToken cancel)
    {
        Likelihood likelihood = coding.Likelihood;
        var rule = new DataRule(rows, likelihood);
        int latents = options.LatentSize ?? rule.Latents;
        TrainingOptions training = OfTable(options.Training).For(rows, likelihood);
        channel.Info(
            MessageSensitivity.None, "Synthesizer: {0} rows, {1} columns as {2}; {3} latents, prior {4}, seed {5}",
            rows, coding.Columns.Length, likelihood, latents, options.Prior, seed);
        channel.Info(
            MessageSensitivity.None, "Synthesizer: {0} steps, batches of {1}, KL weight {2:0.###}, patience {3}",
            training.Steps, training.BatchSize, training.KlWeight,
            training.Patience is { } patience ? $"of {patience} epochs" : "unlimited");
        var trainer = new BmVaeTrainer(options.Engine, options.Sampler, training);
        VaeArchitecture architecture =
            VaeArchitecture.Mlp(likelihood.Slots, rule.HiddenSizes.AsSpan(), latents, options.Prior) with { Likelihood = likelihood };
        BmVaeModel model = trainer.Train(
            new FeatureMatrix(likelihood, slots), architecture, options.Prior, seed, new Reports(channel, options.Progress), cancel);
        if (model.Training?.PriorCheck is { } check)
        {
            channel.Info(MessageSensitivity.None, "Synthesizer: {0}", check);
        }

        foreach (string warning in model.Training!.Warnings.Append(model.Training.PriorCheck?.Warning).OfType<string>())
        {
            channel.Warning(MessageSensitivity.None, "Synthesizer: {0}", warning);
        }

        return model;
    }

    /// <summary>
    /// Trees on earlier cells, and on what the decoder makes of latents of the training rows, drawn as the encoder finds them.
    /// </summary>
    private ColumnTrees Trees(
        BmVaeModel model,
        ImmutableArray<ColumnProfile> columns,
        ImmutableArray<int> modelled,
        TableCells cells,
        float[] slots,
        CancellationToken cancel)
    {
        float[] decoded = cells.Rows < RowsForBits ? [] : Decoded(model, slots, cells.Rows);
        return ColumnTrees.Fit(cells, columns, modelled, [], decoded, TreeOptions, cancel);
    }

    private float[] Decoded(BmVaeModel model, float[] slots, int rows)
    {
        float[] codes = new float[rows * model.Architecture.CodeSize], decoded = new float[slots.Length];
        model.EncodeScaled(slots, codes);
        float[] latents = ModelEvaluation.LatentScorer(model).Draw(codes, samples: 1, seed, first: 0);
        model.DecodeScaled(options.ShufflesBits ? Shuffled(latents, model.Architecture.LatentSize) : latents, decoded);
        return decoded;
    }

    /// <summary>
    /// Several machines, each of a part of the codes, where one is not like them all: clusters that are far apart hold it between them.
    /// None where it is. Chosen on telco, credit and diabetes, whose shapes are 0.99 instead of 0.98, and the same.
    /// </summary>
    private BoltzmannClasses Mixture(BmVaeModel model, float[] slots, int rows, CancellationToken cancel)
    {
        const int Machines = 8, Steps = 200;
        const double Noise = 1.5;
        bool isOff = model.Training?.PriorCheck is { } check && check.BitError > Noise * check.BitNoise;
        if (options.Prior != PriorKind.Boltzmann || !isOff)
        {
            return BoltzmannClasses.None;
        }

        float[] codes = new float[rows * model.Architecture.CodeSize];
        model.EncodeScaled(slots, codes);
        var trainer = new BoltzmannClassTrainer(new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }, new()
        {
            MachinesPerClass = Machines, Steps = Steps, Classifier = null, MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
        });
        var all = new LabelledCodes([SynthesizerModel.AllRows], model.Architecture.LatentSize, codes, new int[rows]);
        BoltzmannClasses mixture = trainer.Train(model.Prior, all, seed, cancel: cancel);
        channel.Info(MessageSensitivity.None, "Synthesizer: the prior is a mixture of {0} machines", mixture.Items[0].Machines.Length);
        return mixture;
    }

    private HoleEncoder EncoderOfHoles(
        BmVaeModel model, TableCoding coding, TableCells cells, float[] slots, CancellationToken cancel)
    {
        var trainer = new HoleEncoderTrainer(new() { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism });
        return trainer.Train(
            model, HoleProposal.Columns(coding), slots, HoleProposal.Missing(coding, cells), seed, progress: null, cancel);
    }

    private float[] Shuffled(float[] latents, int size)
    {
        int[] order = new UniformStream(seed, RandomUse.ShuffledBits).Permutation(latents.Length / size);
        return [.. order.SelectMany(row => latents[(row * size)..((row + 1) * size)])];
    }

    /// <summary>A table stays one when all its columns are bits, however many.</summary>
    private static TrainingOptions OfTable(TrainingOptions training) => training with
    {
        KlWeight = training.KlWeight ?? 0.5,
        HardBitsFrom = training.HardBitsFrom ?? DataRule.HardBitsOfTables,
    };

    private sealed class Reports(IChannel channel, IProgress<EpochReport>? next) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            channel.Info(MessageSensitivity.None, "{0}", value);
            next?.Report(value);
        }
    }
}
