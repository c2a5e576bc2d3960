using System.Diagnostics;
using System.Globalization;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Processes of this program that make shards in one folder.</summary>
/// <param name="Model">The synthesizer's file.</param>
/// <param name="Folder">The folder.</param>
/// <param name="RowsPerShard">Rows of a shard.</param>
internal sealed record ShardRun(string Model, string Folder, int RowsPerShard)
{
    /// <summary>Time between two looks at the folder.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Starts a process that makes a range.</summary>
    public Process Start(long fromId, long toId)
    {
        string[] arguments =
        [
            "exec", typeof(ShardRun).Assembly.Location, ShardEvaluation.RangeCommand, Model, Folder,
            Text(fromId), Text(toId), Text(RowsPerShard),
        ];
        return Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments))!;
    }

    /// <summary>Starts a process for each range, kills one at a random moment and starts its range once more.</summary>
    /// <returns>How many shards there were when it was killed.</returns>
    public int WithKill(IReadOnlyList<(long From, long To)> ranges, Random random)
    {
        Process[] processes = [.. ranges.Select(range => Start(range.From, range.To))];
        int victim = random.Next(ranges.Count);
        long shards = (ranges[^1].To - ranges[0].From) / RowsPerShard;
        int moment = random.Next(1, (int)(shards / 2));
        while (Shards() < moment && !processes[victim].HasExited)
        {
            Thread.Sleep(Pause);
        }

        Thread.Sleep(random.Next(200)); // somewhere within a shard
        processes[victim].Kill();
        processes[victim].WaitForExit();
        int there = Shards();
        int left = Directory.EnumerateFiles(Folder, "_rows-*").Count();
        Console.WriteLine($"killed process {victim + 1} of {ranges.Count} with {there} of {shards} shards there and {left} being written");
        processes[victim] = Start(ranges[victim].From, ranges[victim].To);
        Array.ForEach(processes, process => process.WaitForExit());
        return there;
    }

    private int Shards() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.parquet").Length : 0;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
