using Microsoft.ML;
using MLNetQuantumPrior.Evaluation;

namespace MLNetQuantumPrior.Tool;

/// <summary>Writes reports on synthetic rows.</summary>
internal static class Reporting
{
    /// <summary>Judges rows and writes the report.</summary>
    /// <param name="screen">Shows the figures.</param>
    /// <param name="path">The page, or JSON by its extension.</param>
    /// <param name="train">The rows that the others were made from.</param>
    /// <param name="holdout">Real rows that took no part in it.</param>
    /// <param name="rows">The rows to judge.</param>
    /// <param name="options">The target, the seed, and what is known of columns.</param>
    public static void Write(
        Screen screen, string path, StoredTable train, StoredTable holdout, IDataView rows, SynthesizerOptions options)
    {
        ulong seed = options.Seed ?? 0;
        HashSet<string> judged = Judged(train, options);
        foreach (string left in train.Schema.Select(column => column.Name).Where(name => !judged.Contains(name)))
        {
            screen.Note($"column '{left}' is not judged: it names rows, or is to be ignored");
        }

        SyntheticDataReport report = screen.Watch("report", progress => SyntheticDataReport.Of(
            train.Only(judged),
            holdout.Only(judged),
            rows,
            new() { Target = options.Target, Seed = seed, Progress = progress, CancellationToken = options.CancellationToken }));
        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            report.WriteJson(path);
        }
        else
        {
            report.SaveHtml(path);
        }

        screen.Say($"{report}{path}: the report, seed {seed}");
    }

    /// <summary>Columns but for those that are ignored, and names of rows, which generated rows do not share.</summary>
    private static HashSet<string> Judged(StoredTable train, SynthesizerOptions options)
    {
        TableLayout layout = new LayoutLearner(options.Columns).Learn(train, options.CancellationToken).Layout;
        return [.. layout.Columns.Where(column => column.Kind != LayoutKind.Identifier).Select(column => column.Name)];
    }
}
