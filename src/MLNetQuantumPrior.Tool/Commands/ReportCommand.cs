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
        var target = new Option<string?>("--target")
        {
            Description = "The column that models of the rows are to predict.", HelpName = "column",
        };
        var ignored = new Option<string[]>("--ignore")
        {
            Description = "Columns that are not judged. Those that name rows are not anyway.", HelpName = "columns",
            AllowMultipleArgumentsPerToken = true,
        };
        var reading = new ReadingOptions();
        var seed = new SeedOption();
        var command = new Command("report", "Judge synthetic rows: likeness, use, copies.") { real, synthetic, output };
        command.Options.Add(held);
        command.Options.Add(target);
        command.Options.Add(ignored);
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
            var names = new ColumnNames(file.Form);
            var options = new SynthesizerOptions
            {
                Target = line.GetValue(target) is { } name ? names.Known(target.Name, name) : null,
                Columns = (line.GetValue(ignored) ?? []).Distinct()
                    .ToDictionary(name => names.Known(ignored.Name, name), _ => new SynthesizerColumn { Kind = ColumnKind.Ignored }),
                Seed = own,
                CancellationToken = cancel,
            };
            (StoredTable train, StoredTable holdout) = line.GetValue(held) is { } path
                ? (file.Table, TableFile.Read(path, settings, file.Table.Schema, screen.Note, cancel).Table)
                : HeldOut.Cut(file.Table, own);
            if (line.GetValue(held) is null)
            {
                screen.Note(
                    "a fifth of the table is held out. If the rows were made from it too, copies and closeness say nothing: use --holdout");
            }

            Reporting.Write(screen, to, train, holdout, made, options);
        });
        return command;
    }
}
