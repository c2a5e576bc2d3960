using Microsoft.ML;

namespace MLNetQuantumPrior.Tool;

/// <summary>Writes the rows of a command, and shows how many of them are written.</summary>
internal static class Rows
{
    public static long Write(Screen screen, string path, IDataView rows, long count, TableForm form, CancellationToken cancel) =>
        screen.Watch("write", progress => TableFile.Write(path, rows, form, new Share(progress, count), cancel));

    private sealed class Share(IProgress<double> progress, long count) : IProgress<long>
    {
        public void Report(long value) => progress.Report(count == 0 ? 1 : Math.Min(1, value / (double)count));
    }
}
