using System.Diagnostics;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Time to the best known value of two instances of max-cut and QUBO libraries, on one thread.</summary>
internal static class OptimaEvaluation
{
    private const int Seeds = 5;

    private static readonly (string File, IsingFormat Format, double Best)[] Instances =
    [
        ("G1", IsingFormat.Rudy, -11_624),
        ("be100.1.sparse", IsingFormat.BiqMac, -19_412),
    ];

    private static readonly (string Name, IIsingSampler Sampler)[] Methods =
    [
        ("simulated annealing", new SimulatedAnnealingSampler { MaxDegreeOfParallelism = 1 }),
        ("tempering", new ParallelTemperingSampler { MaxDegreeOfParallelism = 1 }),
        ("population annealing", new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }),
    ];

    /// <summary>Reads the instances from a folder, and writes optima.json.</summary>
    public static void Run(string data, string folder)
    {
        var rows = new List<ResultRow>();
        foreach ((string file, IsingFormat format, double best) in Instances)
        {
            IsingModel model = IsingFile.Read(Path.Combine(data, file), format);
            foreach ((string name, IIsingSampler sampler) in Methods)
            {
                // Simulated annealing finds its own temperatures; the others end where a coupling of usual size is worth 1.5.
                double beta = sampler is SimulatedAnnealingSampler ? 1 : 1.5 / Usual(model);
                (double Energy, double Wall, double Processor)[] runs =
                [
                    .. Enumerable.Range(1, Seeds).Select(seed => Timed(() => sampler.Sample(
                        model, new SampleRequest(Reads: 256, (ulong)seed) { Beta = beta, TargetEnergy = best }).LowestEnergy)),
                ];
                rows.Add(Row(file, name, "lowest_energy", runs.Select(run => run.Energy)));
                rows.Add(Row(file, name, "runs_at_the_best_known", [runs.Count(run => run.Energy <= best)]));
                rows.Add(Row(file, name, "seconds", runs.Select(run => run.Wall)));
                rows.Add(Row(file, name, "processor_seconds", runs.Select(run => run.Processor)));
            }
        }

        Results results = Results.Of("tests/MLNetQuantumPrior.Experiments", rows);
        results.Print();
        results.Write(Path.Combine(folder, "optima.json"));
    }

    private static double Usual(IsingModel model) =>
        Math.Sqrt(Enumerable.Range(0, model.Couplings.Length).Average(e => model.Coupling(e) * model.Coupling(e)));

    private static (double Energy, double Wall, double Processor) Timed(Func<double> sample)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        double energy = sample();
        return (energy, Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>The median over seeds.</summary>
    private static ResultRow Row(string set, string method, string metric, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new(set, method, metric, Seed: 1, sorted[sorted.Length / 2]);
    }
}
