using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>The lowest energy that each sampler finds on one thread in a fixed processor time, on Zephyr graphs of 2176 spins.</summary>
internal static class SamplingEnergies
{
    private const double CpuSeconds = 8;
    private const int Reads = 64;

    /// <summary>Cold against typical local fields of about 1.3.</summary>
    private const double ColdestBeta = 8;

    public static IReadOnlyList<ResultRow> Measure()
    {
        var rows = new List<ResultRow>();
        Console.WriteLine($"{"lowest energy",-20} {"sampler",-26} {"energy",12} {"CPU s",8}");
        foreach ((string name, IsingModel model) in new[] { 1, 2, 3 }.SelectMany(seed => new[]
        {
            ($"zephyr8-real model {seed}", SpinModels.Real(SpinGraph.Zephyr(8), seed)),
            ($"zephyr8-pm1 model {seed}", SpinModels.PlusMinusOne(SpinGraph.Zephyr(8), seed)),
        }))
        {
            var annealer = new SimulatedAnnealingSampler { Sweeps = 2000, MaxDegreeOfParallelism = 1 };
            Search(rows, name, "simulated annealing", call => annealer.Sample(model, new(Reads, call)));

            var tempering = new ParallelTemperingSampler { Temperatures = 64, Ladders = 2, BurnInSweeps = 500, MaxDegreeOfParallelism = 1 };
            SamplerState? state = null;
            Search(rows, name, "parallel tempering", call =>
            {
                SampleSet samples = tempering.Sample(model, new(Reads, call) { Beta = ColdestBeta, Continue = state });
                state = samples.State;
                return samples;
            });

            var population = new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 };
            Search(rows, name, "population annealing", call => population.Sample(model, new(Reads, call) { Beta = ColdestBeta }));
        }

        return rows;
    }

    private static void Search(List<ResultRow> rows, string name, string sampler, Func<ulong, SampleSet> sample)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double spent = 0, best = double.PositiveInfinity;
        for (ulong call = 0; spent < CpuSeconds; call++)
        {
            best = Math.Min(best, sample(call).LowestEnergy);
            spent = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }

        rows.Add(new(name, sampler, "lowest_energy", 1, best));
        rows.Add(new(name, sampler, "processor_seconds", 1, spent));
        Console.WriteLine(FormattableString.Invariant($"{name,-20} {sampler,-26} {best,12:F3} {spent,8:F2}"));
    }
}
