using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>How often the interval of a log Z covers the exact value, or the estimate says that it is not reliable.</summary>
internal static class CoverageEvaluation
{
    /// <summary>Least share of all runs of a method.</summary>
    private const double Required = 0.9;

    private const string Honest = "covered_or_flagged", OfAll = "all";

    private static readonly (string Name, Func<KnownModel, ulong, LogPartitionEstimate> Of)[] Methods =
    [
        ("annealed importance sampling", Anneal(new())),
        ("the same, 100 temperatures", Anneal(new() { Temperatures = 100 })),
        ("tempering", Temper(new())),
        ("tempering, 2 ladders, 200 sweeps", Temper(new() { Ladders = 2, BurnInSweeps = 200 })),
        ("population annealing", (known, seed) => ((PopulationAnnealingDiagnostics)new PopulationAnnealingSampler()
            .Sample(known.Model, new(Reads: 1, seed) { Beta = known.Beta }).Diagnostics!).LogPartition),
    ];

    /// <summary>Runs every method with seeds from 1 on every model, and writes logz.json.</summary>
    /// <exception cref="InvalidDataException">A method is neither right nor says so in more than a tenth of its runs.</exception>
    public static void Run(string folder, int seeds)
    {
        var rows = new List<ResultRow>();
        KnownModel[] models = [.. KnownModel.Moderate(), KnownModel.Ferromagnet()];
        foreach (KnownModel known in models)
        {
            Console.WriteLine(FormattableString.Invariant($"{known.Name}: log Z {known.LogPartition:F3}"));
            foreach ((string name, Func<KnownModel, ulong, LogPartitionEstimate> of) in Methods)
            {
                LogPartitionEstimate[] estimates = [.. Enumerable.Range(1, seeds).Select(seed => of(known, (ulong)seed))];
                ResultRow[] own = [.. Rows(known, name, estimates)];
                Console.WriteLine($"  {name}: {string.Join(", ", own.Select(row => $"{row.Metric} {row.Value:G3}"))}");
                rows.AddRange(own);
            }
        }

        rows.AddRange([.. Methods.Select(method => new ResultRow(
            OfAll,
            method.Name,
            Honest,
            Seed: 1,
            rows.Where(row => row.Method == method.Name && row.Metric == Honest).Average(row => row.Value)))]);
        Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, "logz.json"));
        if (rows.FirstOrDefault(row => row.Set == OfAll && row.Value < Required) is { } wrong)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"Method '{wrong.Method}': expected {Required:P0} of all runs covered or flagged, got {wrong.Value:P1}."));
        }
    }

    private static IEnumerable<ResultRow> Rows(KnownModel known, string method, LogPartitionEstimate[] estimates)
    {
        bool Covers(LogPartitionEstimate estimate) =>
            estimate.Interval() is var (low, high) && low <= known.LogPartition && known.LogPartition <= high;
        double[] errors = [.. estimates.Select(estimate => estimate.StandardError).Order()];
        return
        [
            Row(Honest, estimates.Average(estimate => !estimate.IsReliable || Covers(estimate) ? 1.0 : 0)),
            Row("flagged", estimates.Average(estimate => estimate.IsReliable ? 0.0 : 1)),
            Row("covered", estimates.Average(estimate => estimate.IsReliable && Covers(estimate) ? 1.0 : 0)),
            Row("error", Math.Sqrt(estimates.Average(estimate => Math.Pow(estimate.Value - known.LogPartition, 2)))),
            Row("stated_error", errors[errors.Length / 2]),
        ];

        ResultRow Row(string metric, double value) => new(known.Name, method, metric, Seed: 1, value);
    }

    private static Func<KnownModel, ulong, LogPartitionEstimate> Anneal(AnnealedImportanceSampling annealing) =>
        (known, seed) => annealing.Estimate(known.Model, seed, known.Beta);

    private static Func<KnownModel, ulong, LogPartitionEstimate> Temper(ParallelTemperingSampler sampler) => (known, seed) =>
        ((ParallelTemperingDiagnostics)sampler.Sample(known.Model, new(Reads: 1, seed) { Beta = known.Beta }).Diagnostics!).LogPartition!;
}
