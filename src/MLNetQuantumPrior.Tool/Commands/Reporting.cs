using Microsoft.ML;
using MLNetQuantumPrior.Evaluation;

namespace MLNetQuantumPrior.Tool;

/// <summary>Writes reports on synthetic rows.</summary>
internal static class Reporting
{
    public static void Write(
        Screen screen, string path, IDataView train, IDataView holdout, IDataView rows, string? target, ulong seed, CancellationToken cancel)
    {
        SyntheticDataReport report = screen.Watch("report", progress => SyntheticDataReport.Of(
            train, holdout, rows, new() { Target = target, Seed = seed, Progress = progress, CancellationToken = cancel }));
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
}
