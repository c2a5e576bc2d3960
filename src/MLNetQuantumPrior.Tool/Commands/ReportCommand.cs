using System.CommandLine;

namespace MLNetQuantumPrior.Tool;

/// <summary>The command report: judges a synthetic table.</summary>
internal static class ReportCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> real = Paths.Of("table", "The table that the rows were made from: CSV, or Parquet by its extension .parquet.");
        Argument<string> synthetic = Paths.Of("rows", "The synthetic rows, of any program.");
        Argument<string> output = Paths.Of("report", "The page to write, or all figures where it ends in .json.");
        var held = new Option<string?>("--holdout")
        {
            Description = "Real rows that took no part in making the synthetic ones. Default: a fifth of the table.", HelpName = "file",
        };
        var target = new Option<string?>("--target") { Description = "The column that models of the rows are to predict.", HelpName = "column" };
        var reading = new ReadingOptions();
        var seed = new SeedOption();
        var command = new Command("report", "Judge synthetic rows: likeness, use, copies.") { real, synthetic, output };
        command.Options.Add(held);
        command.Options.Add(target);
        seed.AddTo(command);
        reading.AddTo(command);
        command.Does((line, cancel) =>
        {
            string to = line.GetRequiredValue(output);
            Paths.CheckWritable(to);
            ulong own = seed.Of(line);
            CellSettings settings = reading.Of(line);
            TableFile file = TableFile.Read(line.GetRequiredValue(real), settings, null, screen.Note, cancel);
            StoredTable made = TableFile.Read(line.GetRequiredValue(synthetic), settings, file.Table.Schema, screen.Note, cancel).Table;
            string? predicted = line.GetValue(target) is { } name ? new ColumnNames(file.Form).Known(target.Name, name) : null;
            (StoredTable train, StoredTable holdout) = line.GetValue(held) is { } path
                ? (file.Table, TableFile.Read(path, settings, file.Table.Schema, screen.Note, cancel).Table)
                : HeldOut.Cut(file.Table, own);
            if (line.GetValue(held) is null)
            {
                screen.Note(
                    "a fifth of the table is held out. If the rows were made from it too, copies and closeness say nothing: use --holdout");
            }

            Reporting.Write(screen, to, train, holdout, made, predicted, own, cancel);
        });
        return command;
    }
}
