using System.CommandLine;

namespace MLNetQuantumPrior.Tool;

/// <summary>The command fit: a table to a synthesizer file.</summary>
internal static class FitCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> input = Paths.Of("table", "The table: CSV, or Parquet by its extension .parquet.");
        Argument<string> output = Paths.Of("synthesizer", "The synthesizer file to write.");
        var fitting = new Fitting(screen);
        var seed = new SeedOption();
        var command = new Command("fit", "Learn a table, to generate rows later and elsewhere.") { input, output };
        fitting.AddTo(command, withModel: false);
        seed.AddTo(command);
        command.Does((line, cancel) =>
        {
            string to = line.GetRequiredValue(output);
            Paths.CheckWritable(to);
            ulong own = seed.Of(line);
            Fitted fitted = fitting.Run(line, Paths.Table(line.GetRequiredValue(input)), own, cancel, new());
            SynthesizerFiles.Save(to, fitted.Synthesizer, fitted.Form);
            screen.Say($"{to}: {fitted.Synthesizer.Schema.Count} columns of {fitted.File!.Table.Rows:N0} rows, seed {own}");
        });
        return command;
    }
}
