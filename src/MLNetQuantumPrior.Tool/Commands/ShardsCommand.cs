using System.CommandLine;

namespace MLNetQuantumPrior.Tool;

/// <summary>The command shards: rows of a synthesizer as Parquet files that several processes make together.</summary>
internal static class ShardsCommand
{
    private const int UsualRows = 100_000;

    public static Command Create(Screen screen)
    {
        Argument<string> input = Paths.Of("synthesizer", "The .synthesizer that 'fit' wrote.");
        Argument<string> output = Paths.Of("folder", "The folder of all shards, made where there is none.");
        Option<long> from = Ids("--from", "The first row id, a multiple of --rows-per-shard. Default: 0.");
        Option<long> to = Ids("--to", "The row id after the last, a multiple too.");
        to.Required = true;
        var rows = new Option<int>("--rows-per-shard")
        {
            Description = $"Rows of a file. Default: {UsualRows}.", HelpName = "number", DefaultValueFactory = _ => UsualRows,
        };
        var threads = new Option<int?>("--threads") { Description = "Most threads. Default: one per core.", HelpName = "number" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of the rows. Default: that of the fit.", HelpName = "number" };
        var command = new Command("shards", "Generate a range of rows as Parquet files, those that are not there yet.") { input, output };
        Array.ForEach<Option>([from, to, rows, threads, seed], command.Options.Add);
        command.Does((line, cancel) =>
        {
            (TableSynthesizer synthesizer, _) = SynthesizerFiles.Load(line.GetRequiredValue(input));
            string folder = line.GetRequiredValue(output);
            ShardManifest manifest = screen.Watch("shards", progress => synthesizer.GenerateShards(
                folder,
                line.GetValue(from),
                line.GetValue(to),
                line.GetValue(rows),
                line.GetValue(seed),
                line.GetValue(threads),
                progress,
                cancel));
            screen.Say($"{Path.Combine(folder, manifest.Name)}: {manifest.Rows:N0} rows in {manifest.Shards.Length:N0} files");
        });
        return command;
    }

    private static Option<long> Ids(string name, string description) => new(name) { Description = description, HelpName = "id" };
}
