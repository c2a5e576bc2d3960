using System.CommandLine;
using Microsoft.ML;

namespace MLNetQuantumPrior.Tool;

/// <summary>The command impute: a table with its missing cells filled.</summary>
internal static class ImputeCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> input = Paths.Of("table", "The table: CSV, or Parquet by its extension .parquet.");
        Argument<string> output = Paths.Of("filled", "The file to write: CSV, or Parquet by its extension .parquet.");
        var draws = new Option<int?>("--draws")
        {
            Description = "Draws of each missing cell; of more than one the mean is taken, or the most frequent category. Default: 1.",
            HelpName = "number",
        };
        draws.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !(int.TryParse(token.Value, out int value) && value > 0))
            {
                given.AddError($"Option '--draws': expected a whole number above 0, got '{token.Value}'.");
            }
        });
        var intervals = new Option<bool>("--add-intervals")
        {
            Description = "Add two columns for each column of numbers, Name.Low and Name.High, which hold 90 % of 100 draws.",
        };
        var fitting = new Fitting(screen);
        var seed = new SeedOption();
        var command = new Command("impute", "Fill missing cells by draws given the other cells of their rows.") { input, output };
        command.Options.Add(draws);
        command.Options.Add(intervals);
        seed.AddTo(command);
        fitting.AddTo(command, withModel: true);
        command.Does((line, cancel) =>
        {
            string to = line.GetRequiredValue(output);
            Paths.CheckWritable(to);
            ulong own = seed.Of(line);
            Fitted fitted = fitting.Run(line, Paths.Table(line.GetRequiredValue(input)), own, cancel, new());
            StoredTable table = fitted.File!.Table;
            IDataView filled = fitted.Synthesizer.Impute(
                table, new() { Seed = own, Draws = line.GetValue(draws), AddsIntervals = line.GetValue(intervals) });
            long written = Rows.Write(screen, to, filled, table.Rows, fitted.Form, cancel);
            screen.Say($"{to}: {written:N0} rows of {filled.Schema.Count} columns, seed {own}");
        });
        return command;
    }
}
