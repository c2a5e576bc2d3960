using System.CommandLine;
using Microsoft.ML;

namespace MLNetQuantumPrior.Tool;

/// <summary>The command balance: the rows of a table, and synthetic ones of its rarer classes.</summary>
internal static class BalanceCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> input = Paths.Of("table", "The table: CSV, or Parquet by its extension .parquet.");
        Argument<string> output = Paths.Of("rows", "The file to write: CSV, or Parquet by its extension .parquet.");
        var column = new Option<string>("--column") { Description = "The column of classes.", HelpName = "column", Required = true };
        var alone = new Option<bool>("--alone")
        {
            Description = "Write synthetic rows only, as many of each class as the most frequent one has.",
        };
        var fitting = new Fitting(screen);
        var seed = new SeedOption();
        var command = new Command("balance", "Add synthetic rows of the rarer classes, until all are as frequent.") { input, output };
        command.Options.Add(column);
        command.Options.Add(alone);
        seed.AddTo(command);
        fitting.AddTo(command, withModel: true);
        command.Does((line, cancel) =>
        {
            string to = line.GetRequiredValue(output), classes = line.GetRequiredValue(column);
            Paths.CheckWritable(to);
            ulong own = seed.Of(line);
            Fitted fitted = fitting.Run(line, Paths.Table(line.GetRequiredValue(input)), own, cancel, new()
            {
                Target = classes, Check = names => names.Known(column.Name, classes),
            });
            IDataView made = fitted.Synthesizer.Balance(fitted.File!.Table, classes, line.GetValue(alone), own);
            long written = Rows.Write(screen, to, made, made.GetRowCount() ?? 0, fitted.Form, cancel);
            screen.Say($"{to}: {written:N0} rows of {made.Schema.Count} columns, seed {own}");
        });
        return command;
    }
}
