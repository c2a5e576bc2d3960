using System.Diagnostics;
using Microsoft.ML;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Shards of a long table by one process, and by three at the same time of which one is killed at a random moment and its range done once
/// more: their bytes must be the same.
/// </summary>
internal static class ShardEvaluation
{
    private const string Table = "telco";
    private const int Processes = 3, RowsPerShard = 10_000, QuickRows = 90_000, AllRows = 1_000_000;
    private const ulong Seed = 1;

    /// <summary>Name of the command that makes a range in a process of its own.</summary>
    public const string RangeCommand = "shard-range";

    /// <summary>Fits a synthesizer, makes all rows twice, compares them and writes shards.json.</summary>
    /// <exception cref="InvalidDataException">A shard differs.</exception>
    public static void Run(TableFolder tables, string output, bool isQuick)
    {
        long rows = isQuick ? QuickRows : AllRows;
        var ml = new MLContext(seed: 1);
        TableSynthesizer synthesizer = ml.Data.FitSynthesizer(
            TableFile.WithNames(tables.Find(Table)!).Load(ml), new() { Seed = Seed });
        string place = Directory.CreateTempSubdirectory("shards").FullName;
        try
        {
            string model = Path.Combine(place, "model.synthesizer");
            synthesizer.Save(model);
            var alone = new ShardRun(model, Path.Combine(place, "one"), RowsPerShard);
            double seconds = Seconds(() => alone.Start(0, rows).WaitForExit());
            var shared = new ShardRun(model, Path.Combine(place, "three"), RowsPerShard);
            int before = 0;
            double sharedSeconds = Seconds(() => before = shared.WithKill(Ranges(rows), new Random(Environment.TickCount)));
            ShardManifest one = synthesizer.GenerateShards(alone.Folder, 0, rows, RowsPerShard);
            ShardManifest three = synthesizer.GenerateShards(shared.Folder, 0, rows, RowsPerShard);
            int differing = one.Shards.Zip(three.Shards).Count(pair => pair.First != pair.Second);
            ResultRow[] results =
            [
                Row("one process", "shards", one.Shards.Length), Row("one process", "seconds", seconds),
                Row("one process", "megabytes", new DirectoryInfo(alone.Folder).GetFiles().Sum(file => file.Length) / 1e6),
                Row("three processes, one killed", "shards", three.Shards.Length),
                Row("three processes, one killed", "seconds", sharedSeconds),
                Row("three processes, one killed", "shardsOfAllWhenKilled", before),
                Row("three processes, one killed", "shardsDiffering", differing),
            ];
            Results all = Results.Of("tests/MLNetQuantumPrior.Experiments", results);
            all.Print();
            all.Write(Path.Combine(output, "shards.json"));
            if (differing > 0)
            {
                throw new InvalidDataException($"Shards: expected the same SHA-256, got {differing} of {one.Shards.Length} that differ.");
            }
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }

        ResultRow Row(string method, string metric, double value) => new($"{Table}, {rows:N0} rows", method, metric, Seed, value);
    }

    /// <summary>Parts of all rows, whole shards each.</summary>
    private static (long From, long To)[] Ranges(long rows)
    {
        long shards = rows / RowsPerShard;
        return [.. Enumerable.Range(0, Processes).Select(k =>
            (shards * k / Processes * RowsPerShard, shards * (k + 1) / Processes * RowsPerShard))];
    }

    private static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
