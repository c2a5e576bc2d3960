using System.CommandLine;
using Microsoft.ML;

namespace MLNetQuantumPrior.Tool;

/// <summary>The command synthesize: rows like those of a table.</summary>
internal static class SynthesizeCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> input = Paths.Of("table", "The table: CSV, Parquet by its extension .parquet, or a .synthesizer that 'fit' wrote.");
        Argument<string> output = Paths.Of("rows", "The file to write: CSV, or Parquet by its extension .parquet.");
        var rows = new Option<long?>("--rows") { Description = "How many rows. Default: as many as the table has.", HelpName = "number" };
        rows.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !(long.TryParse(token.Value, out long value) && value >= 0))
            {
                given.AddError($"Option '--rows': expected a whole number from 0, got '{token.Value}'.");
            }
        });
        var fitting = new Fitting(screen);
        var seed = new SeedOption();
        var command = new Command("synthesize", "Generate rows like those of a table.") { input, output };
        command.Options.Add(rows);
        seed.AddTo(command);
        fitting.AddTo(command, withModel: true);
        command.Does((line, cancel) =>
        {
            string from = line.GetRequiredValue(input), to = line.GetRequiredValue(output);
            Paths.CheckWritable(to);
            ulong own = seed.Of(line);
            Fitted fitted = fitting.Run(line, from, own, holdsOut: false, cancel);
            long count = line.GetValue(rows) ?? fitted.File?.Table.Rows
                ?? throw new UsageException($"Option '--rows': expected it with the synthesizer '{from}', which does not say how many, got none.");
            IDataView made = fitted.Synthesizer.Generate(count, own);
            long written = Rows.Write(screen, to, made, count, fitted.Form, cancel);
            screen.Say($"{to}: {written:N0} rows of {made.Schema.Count} columns, seed {own}");
        });
        return command;
    }
}
