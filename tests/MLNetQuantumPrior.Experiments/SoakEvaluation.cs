using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Memory of a process that fits, transforms, generates, saves, loads and disposes again and again.</summary>
internal static class SoakEvaluation
{
    private const int Rows = 300, GeneratedRows = 500;

    /// <summary>Growth of the resident memory from the second fifth of all rounds to the last.</summary>
    private const double MostGrowth = 0.05;

    /// <summary>Runs rounds for so many minutes, and writes soak.json.</summary>
    /// <exception cref="InvalidDataException">The resident memory grows.</exception>
    public static void Run(string folder, int minutes, CancellationToken cancel)
    {
        var ml = new MLContext(seed: 1);
        IDataView table = ml.Data.LoadFromEnumerable(SoakRow.Generate(Rows));
        string file = Path.Combine(Directory.CreateTempSubdirectory("soak").FullName, "model.zip");
        var rounds = new List<Megabytes>();
        long start = Stopwatch.GetTimestamp();
        TimeSpan shown = default;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(minutes))
        {
            cancel.ThrowIfCancellationRequested();
            Round(ml, table, file, seed: (ulong)rounds.Count);
            double managed = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
            rounds.Add(new(managed, Environment.WorkingSet / 1e6));
            if (Stopwatch.GetElapsedTime(start) - shown > TimeSpan.FromSeconds(30))
            {
                shown = Stopwatch.GetElapsedTime(start);
                Console.WriteLine(FormattableString.Invariant(
                    $"round {rounds.Count}: {managed:F1} MB on the heap, {rounds[^1].Resident:F1} MB resident"));
            }
        }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        (string Name, int Fifth)[] fifths = [("first fifth", 0), ("second fifth", 1), ("last fifth", 4)];
        ResultRow[] rows =
        [
            .. fifths.Select(part => Row(part.Name, "managedMb", Median(rounds, part.Fifth, round => round.Managed))),
            .. fifths.Select(part => Row(part.Name, "residentMb", Median(rounds, part.Fifth, round => round.Resident))),
            Row("all rounds", "rounds", rounds.Count),
        ];
        Results results = Results.Of("tests/MLNetQuantumPrior.Experiments", rows);
        results.Print();
        results.Write(Path.Combine(folder, "soak.json"));
        double before = rows[4].Value, after = rows[5].Value;
        if (after > (1 + MostGrowth) * before)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Resident memory: expected growth of at most {MostGrowth:P0}, got {before:F1} MB in the second fifth of all rounds, ") +
                FormattableString.Invariant($"{after:F1} MB in the last."));
        }
    }

    private static void Round(MLContext ml, IDataView table, string file, ulong seed)
    {
        using BmVaeTransformer vae = ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            LabelColumnName = "Label", LatentSize = 8, HiddenSizes = [16], Seed = seed,
            Training = new() { Epochs = 2, BatchSize = 50, Chains = 16 }, ClassFit = new() { Steps = 10 },
        }).Fit(table);
        Expect(vae.Transform(table), "Latent", Rows);
        using LatentGeneratorTransformer generator = vae.Generator(new() { PoolSize = 64, Sweeps = 2 });
        Expect(generator.Generate(GeneratedRows), "Features", GeneratedRows);
        ml.Model.SaveBmVae(vae, table.Schema, file);
        using BmVaeTransformer own = ml.Model.LoadBmVae(file);
        Expect(own.Transform(table), "Latent", Rows);
        ITransformer stock = ml.Model.Load(file, out _);
        using var disposed = stock as IDisposable;
        Expect(stock.Transform(table), "Latent", Rows);
    }

    private static void Expect(IDataView view, string column, int rows)
    {
        int read = view.GetColumn<float[]>(column).Count();
        if (read != rows)
        {
            throw new InvalidDataException($"Column '{column}': expected {rows} rows, got {read}.");
        }
    }

    private static ResultRow Row(string method, string metric, double value) => new("small table", method, metric, Seed: 1, value);

    private static double Median(List<Megabytes> rounds, int fifth, Func<Megabytes, double> of)
    {
        int first = rounds.Count * fifth / 5, count = Math.Max(1, (rounds.Count * (fifth + 1) / 5) - first);
        return rounds.Skip(first).Take(count).Select(of).Order().ElementAt(count / 2);
    }

    private readonly record struct Megabytes(double Managed, double Resident);

    /// <summary>A row of two groups.</summary>
    private sealed class SoakRow
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";

        public static IEnumerable<SoakRow> Generate(int count)
        {
            var random = new Random(1);
            for (int row = 0; row < count; row++)
            {
                int group = random.Next(2);
                yield return new()
                {
                    Features = [.. Enumerable.Range(0, 6).Select(slot => (float)((10 * group) + (slot * random.NextDouble())))],
                    Label = group == 0 ? "low" : "high",
                };
            }
        }
    }
}
