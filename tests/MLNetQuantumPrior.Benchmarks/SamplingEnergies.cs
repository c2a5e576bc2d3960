using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>The lowest energy that each sampler finds on one thread in a fixed processor time, on Zephyr graphs of 2176 spins.</summary>
internal static class SamplingEnergies
{
    private const double CpuSeconds = 8;
    private const int Reads = 64;

    /// <summary>Cold against typical local fields of about 1.3.</summary>
    private const double ColdestBeta = 8;

    /// <param name="Case">The model and its seed.</param>
    /// <param name="Sampler">Which sampler.</param>
    /// <param name="CpuSeconds">Processor time spent.</param>
    /// <param name="Best">Lowest energy found.</param>
    internal sealed record Row(string Case, string Sampler, double CpuSeconds, double Best);

    public static IReadOnlyList<Row> Measure()
    {
        var rows = new List<Row>();
        Console.WriteLine($"{"lowest energy",-20} {"sampler",-26} {"energy",12} {"CPU s",8}");
        foreach (int seed in new[] { 1, 2, 3 })
        {
            IsingModel model = BenchmarkModels.Real(SpinGraph.Zephyr(8), seed);
            var annealer = new SimulatedAnnealingSampler { Sweeps = 2000, MaxDegreeOfParallelism = 1 };
            Search(rows, $"zephyr8-real, seed {seed}", "simulated annealing", call => annealer.Sample(model, new(Reads, call)));

            var tempering = new ParallelTemperingSampler { Temperatures = 64, Ladders = 2, BurnInSweeps = 500, MaxDegreeOfParallelism = 1 };
            SamplerState? state = null;
            Search(rows, $"zephyr8-real, seed {seed}", "parallel tempering", call =>
            {
                SampleSet samples = tempering.Sample(model, new(Reads, call) { Beta = ColdestBeta, Continue = state });
                state = samples.State;
                return samples;
            });
        }

        return rows;
    }

    private static void Search(List<Row> rows, string name, string sampler, Func<ulong, SampleSet> sample)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double spent = 0, best = double.PositiveInfinity;
        for (ulong call = 0; spent < CpuSeconds; call++)
        {
            best = Math.Min(best, sample(call).LowestEnergy);
            spent = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }

        rows.Add(new(name, sampler, spent, best));
        Console.WriteLine(FormattableString.Invariant($"{name,-20} {sampler,-26} {best,12:F3} {spent,8:F2}"));
    }
}
