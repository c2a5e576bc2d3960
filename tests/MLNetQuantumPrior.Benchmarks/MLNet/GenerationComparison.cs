using Microsoft.ML;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Generated rows per second with their features, one cursor, pools drawn before, on each number of threads by turns; medians over rounds.
/// </summary>
internal static class GenerationComparison
{
    private const int Rounds = 9, Rows = 20_000;

    private static readonly (string Name, GenerationOptions Options)[] Ways =
    [
        ("unconditional", new()),
        ("fields", new() { Mode = GenerationMode.Conditional, Condition = GenerationCondition.Fields }),
        ("class priors", new() { Mode = GenerationMode.Conditional }),
    ];

    /// <summary>Rates on each number of threads, and the ratios to the first of them.</summary>
    public static IReadOnlyList<ResultRow> Measure(IReadOnlyList<int> threadCounts)
    {
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = BandModel.Fit(ml, BandModel.Data(ml));
        return [.. Ways.SelectMany(way => Compare(vae, way.Name, way.Options, threadCounts))];
    }

    private static IEnumerable<ResultRow> Compare(BmVaeTransformer vae, string way, GenerationOptions options, IReadOnlyList<int> threads)
    {
        LatentGeneratorTransformer[] generators =
            [.. threads.Select(count => vae.Generator(options with { MaxDegreeOfParallelism = count }))];
        PassTime[][] times = [.. threads.Select(_ => new PassTime[Rounds])];
        for (int round = -1; round < Rounds; round++) // the first round draws the pools
        {
            for (int k = 0; k < generators.Length; k++)
            {
                PassTime time = PassTime.Of(() => VectorColumn.Read(generators[k].Generate(Rows), "Features"));
                if (round >= 0)
                {
                    times[k][round] = time;
                }
            }
        }

        Array.ForEach(generators, generator => generator.Dispose());
        return threads.SelectMany((count, k) => new[]
        {
            Row(count, "rows_per_second_wall", times[k].Select(time => Rows / time.Wall)),
            Row(count, "rows_per_processor_second", times[k].Select(time => Rows / time.Processor)),
            Row(count, $"speed_ratio_to_{threads[0]}_wall", times[0].Zip(times[k], (first, own) => first.Wall / own.Wall)),
        });

        ResultRow Row(int count, string metric, IEnumerable<double> values) => new(
            way, $"{count} {(count == 1 ? "thread" : "threads")}", metric, Seed: 1, values.Order().ElementAt(Rounds / 2));
    }
}
