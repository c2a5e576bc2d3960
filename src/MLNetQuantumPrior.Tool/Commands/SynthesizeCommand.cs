using System.CommandLine;
using Microsoft.ML;

namespace MLNetQuantumPrior.Tool;

/// <summary>The command synthesize: rows like those of a table.</summary>
internal static class SynthesizeCommand
{
    /// <summary>Rows that a report looks at: more say nothing more.</summary>
    private const int MostJudged = 100_000;

    public static Command Create(Screen screen)
    {
        Argument<string> input = Paths.Of(
            "table", "The table: CSV, Parquet by its extension .parquet, or a .synthesizer that 'fit' wrote.");
        Argument<string> output = Paths.Of("rows", "The file to write: CSV, or Parquet by its extension .parquet.");
        var rows = new Option<long?>("--rows") { Description = "How many rows. Default: as many as the table has.", HelpName = "number" };
        rows.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !(long.TryParse(token.Value, out long value) && value >= 0))
            {
                given.AddError($"Option '--rows': expected a whole number from 0, got '{token.Value}'.");
            }
        });
        var given = new Option<string[]>("--given")
        {
            Description = "What is given of each row: Status=bad, \"Status=bad|late\", Age=20..30, Age=60.., Debt= (missing), Home!=rent.",
            HelpName = "conditions", AllowMultipleArgumentsPerToken = true,
        };
        var report = new Option<string?>("--report")
        {
            Description = "Judge the rows by a fifth of the table, which the fit does not see, and write this page, or .json.",
            HelpName = "file",
        };
        var fitting = new Fitting(screen);
        var seed = new SeedOption();
        var command = new Command("synthesize", "Generate rows like those of a table.") { input, output };
        command.Options.Add(rows);
        command.Options.Add(given);
        command.Options.Add(report);
        seed.AddTo(command);
        fitting.AddTo(command, withModel: true);
        command.Does((line, cancel) =>
        {
            string from = line.GetRequiredValue(input), to = line.GetRequiredValue(output);
            string[] texts = line.GetValue(given) ?? [];
            string? page = line.GetValue(report);
            Paths.CheckWritable(to, page);
            if (page is not null && (texts.Length > 0 || fitting.IsFitted(line, from)))
            {
                throw new UsageException(
                    "Option '--report': expected a fit to the table and nothing given. Judge other rows by 'bmvae report' and a holdout.");
            }

            ulong own = seed.Of(line);
            List<Given> conditions = [];
            Fitted fitted = fitting.Run(line, from, own, cancel, new()
            {
                HoldsOut = page is not null,
                Check = names => conditions.AddRange(texts.Select(text => GivenText.Read(text, names))),
            });
            long count = line.GetValue(rows) ?? fitted.File?.Table.Rows
                ?? throw new UsageException(
                    $"Option '--rows': expected it with the synthesizer '{from}', which does not say how many, got none.");
            IDataView made = Made(screen, fitted.Synthesizer, count, conditions, own);
            long written = Rows.Write(screen, to, made, count, fitted.Form, cancel);
            screen.Say($"{to}: {written:N0} rows of {made.Schema.Count} columns, seed {own}");
            if (page is not null)
            {
                IDataView judged = fitted.Synthesizer.Generate(Math.Min(count, MostJudged), own);
                Reporting.Write(screen, page, fitted.File!.Table, fitted.Holdout!, judged, fitted.Options!);
            }
        });
        return command;
    }

    private static IDataView Made(Screen screen, TableSynthesizer synthesizer, long count, List<Given> conditions, ulong seed)
    {
        if (conditions.Count == 0)
        {
            return synthesizer.Generate(count, seed);
        }

        IDataView made = synthesizer.Generate(count, conditions, out GivenReport report, seed);
        screen.Note($"{report}");
        return made;
    }
}
