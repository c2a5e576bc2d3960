using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tool;

/// <summary>The synthesizer of a command: fitted to the table that it names, or read from a file.</summary>
/// <param name="screen">Shows the progress.</param>
internal sealed class Fitting(Screen screen)
{
    private readonly ReadingOptions _reading = new();
    private readonly FittingOptions _fitting = new();

    private readonly Option<string?> _model = new("--model")
    {
        Description = "A synthesizer file: used if it exists, else written after the fit.", HelpName = "file",
    };

    /// <summary>Adds the options of reading and fitting.</summary>
    public void AddTo(Command command, bool withModel)
    {
        _fitting.AddTo(command);
        _reading.AddTo(command);
        if (withModel)
        {
            command.Options.Add(_model);
        }
    }

    /// <summary>Whether the synthesizer is there already.</summary>
    public bool IsFitted(ParseResult line, string path) =>
        Paths.IsSynthesizer(path) || (ModelOf(line) is { } model && File.Exists(model));

    /// <summary>The synthesizer for a table.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="path">The table.</param>
    /// <param name="seed">Seed of the fit.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="needs">What the command needs of it.</param>
    public Fitted Run(ParseResult line, string path, ulong seed, CancellationToken cancel, FitNeeds needs)
    {
        string? model = ModelOf(line);
        if (Paths.IsSynthesizer(path))
        {
            _fitting.RefuseAll(line, path);
            (TableSynthesizer read, TableForm form) = SynthesizerFiles.Load(path);
            needs.Check(new(form));
            return model is null ? new(read, form, null, null, null) : throw new UsageException(
                $"Option '--model': expected none with the synthesizer '{path}', got '{model}'.");
        }

        Paths.CheckWritable(model);
        if (model is not null && File.Exists(model))
        {
            _fitting.RefuseAll(line, model);
            TableSynthesizer read = SynthesizerFiles.Load(model).Synthesizer;
            TableFile known = Read(line, path, read.Schema, cancel);
            CheckHoles(path, known.Form, read.Schema);
            needs.Check(new(known.Form));
            return new(read, known.Form, known, null, null);
        }

        TableFile file = Read(line, path, null, cancel);
        needs.Check(new(file.Form));
        (StoredTable train, StoredTable? holdout) = needs.HoldsOut ? HeldOut.Cut(file.Table, seed) : (file.Table, null);
        SynthesizerOptions options = _fitting.Of(line, file, seed);
        options = options with { Target = options.Target ?? needs.Target, CancellationToken = cancel };
        TableSynthesizer synthesizer = Fit(train, options);
        if (model is not null)
        {
            SynthesizerFiles.Save(model, synthesizer, file.Form);
            screen.Say($"{model}: the synthesizer, seed {seed}");
        }

        return new(synthesizer, file.Form, file with { Table = train }, holdout, options);
    }

    /// <summary>Whole numbers and Booleans are never missing in ML.NET, so a column of them with holes is another type.</summary>
    private static void CheckHoles(string path, TableForm form, DataViewSchema fitted)
    {
        if (form.Columns.FirstOrDefault(column => column.HasMissing && fitted.GetColumnOrNull(column.Name) is { } own
            && !own.Type.Equals(column.ViewType)) is { } holed)
        {
            throw new InvalidDataException(
                $"File '{path}', column '{holed.Name}': expected no missing cell, as in the table that the synthesizer was fitted to. " +
                "Fit one to a table that has missing cells in this column.");
        }
    }

    private TableFile Read(ParseResult line, string path, DataViewSchema? wanted, CancellationToken cancel) =>
        TableFile.Read(path, _reading.Of(line), wanted, screen.Note, cancel);

    private string? ModelOf(ParseResult line) => line.GetResult(_model) is null ? null : line.GetValue(_model);

    private TableSynthesizer Fit(StoredTable table, SynthesizerOptions options)
    {
        var ml = new MLContext();
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
            {
                screen.Note(message.RawMessage);
            }
        };
        return screen.Watch(
            "fit", progress => ml.Data.FitSynthesizer(table, options with { Environment = ml, Progress = new Epochs(progress) }));
    }

    private sealed class Epochs(IProgress<double> progress) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => progress.Report(value.Epoch / (double)value.Epochs);
    }
}

/// <summary>What a command needs of a fit.</summary>
internal sealed record FitNeeds
{
    /// <summary>Whether a fifth of the rows takes no part in it.</summary>
    public bool HoldsOut { get; init; }

    /// <summary>The target where none is given.</summary>
    public string? Target { get; init; }

    /// <summary>Looks at what else the command line says of columns, before the fit takes its time.</summary>
    public Action<ColumnNames> Check { get; init; } = _ => { };
}

/// <summary>A synthesizer and what it was made from.</summary>
/// <param name="Synthesizer">The synthesizer.</param>
/// <param name="Form">How to write its rows.</param>
/// <param name="File">The rows that it was fitted to, or that the command names.</param>
/// <param name="Holdout">Rows that took no part in the fit, if any.</param>
/// <param name="Options">How it was fitted; null where it was read.</param>
internal sealed record Fitted(
    TableSynthesizer Synthesizer, TableForm Form, TableFile? File, StoredTable? Holdout, SynthesizerOptions? Options);
