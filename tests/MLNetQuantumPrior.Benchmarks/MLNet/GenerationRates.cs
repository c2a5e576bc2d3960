using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Rows a second of <see cref="LatentGeneratorTransformer"/> with its default options in each way, features included, one cursor.
/// </summary>
internal static class GenerationRates
{
    private const int Rows = 20_000, Rounds = 5;

    private static readonly (string Way, GenerationOptions Options)[] Ways =
    [
        ("unconditional", new()),
        ("low energy", new() { Mode = GenerationMode.LowEnergy }),
        ("fields", new() { Mode = GenerationMode.Conditional, Condition = GenerationCondition.Fields }),
        ("class priors", new() { Mode = GenerationMode.Conditional }),
        ("class priors, acceptance", new() { Mode = GenerationMode.Conditional, Acceptance = true }),
    ];

    /// <param name="Way">Mode, and how the class comes in.</param>
    /// <param name="RowsPerSecond">Wall clock, once the pools are drawn; median over rounds.</param>
    /// <param name="RowsPerProcessorSecond">The same by processor time, over all threads.</param>
    /// <param name="PoolProcessorSeconds">Before the first row: drawing the pools, one for the prior or one a class.</param>
    internal sealed record Row(string Way, double RowsPerSecond, double RowsPerProcessorSecond, double PoolProcessorSeconds);

    public static IReadOnlyList<Row> Measure(BmVaeTransformer vae)
    {
        var rows = new List<Row>();
        LatentGeneratorTransformer[] generators = [.. Ways.Select(way => vae.Generator(way.Options))];
        PassTime[] first = [.. generators.Select(generator => PassTime.Of(() => Read(generator, rows: 100)))];
        PassTime[][] rounds = [.. Enumerable.Range(0, Rounds)
            .Select(_ => generators.Select(generator => PassTime.Of(() => Read(generator, Rows))).ToArray())];
        for (int k = 0; k < Ways.Length; k++)
        {
            rows.Add(new(
                Ways[k].Way,
                Rows / PassTime.Median(rounds.Select(round => round[k].Wall)),
                Rows / PassTime.Median(rounds.Select(round => round[k].Processor)),
                first[k].Processor));
            Console.WriteLine(FormattableString.Invariant($"generation, {rows[k].Way}: {rows[k].RowsPerSecond:N0} rows/s, ") +
                FormattableString.Invariant(
                    $"{rows[k].RowsPerProcessorSecond:N0} a processor second; pools {rows[k].PoolProcessorSeconds:F2} s"));
            generators[k].Dispose();
        }

        return rows;
    }

    private static void Read(LatentGeneratorTransformer generator, long rows) => VectorColumn.Read(generator.Generate(rows), "Features");
}
