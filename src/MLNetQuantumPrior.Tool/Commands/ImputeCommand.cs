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
        var fitting = new Fitting(screen);
        var seed = new SeedOption();
        var command = new Command("impute", "Fill missing cells by draws given the other cells of their rows.") { input, output };
        seed.AddTo(command);
        fitting.AddTo(command, withModel: true);
        command.Does((line, cancel) =>
        {
            string to = line.GetRequiredValue(output);
            Paths.CheckWritable(to);
            ulong own = seed.Of(line);
            Fitted fitted = fitting.Run(line, Paths.Table(line.GetRequiredValue(input)), own, holdsOut: false, cancel);
            StoredTable table = fitted.File!.Table;
            IDataView filled = fitted.Synthesizer.Impute(table, new() { Seed = own });
            long written = Rows.Write(screen, to, filled, table.Rows, fitted.Form, cancel);
            screen.Say($"{to}: {written:N0} rows of {filled.Schema.Count} columns, seed {own}");
        });
        return command;
    }
}
