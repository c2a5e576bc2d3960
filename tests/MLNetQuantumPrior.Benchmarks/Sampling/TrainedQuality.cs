using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// How far samples of trained priors, which are too large to enumerate, are from those of a long run of parallel tempering: means of
/// energies and of spins, beside the floor of as many independent draws.
/// </summary>
internal static class TrainedQuality
{
    private const int Reads = 2000;
    private const int ReferenceReads = 20_000;

    private static readonly (string Name, IIsingSampler Sampler)[] Samplers =
    [
        ("block Gibbs 100 sweeps", new BlockGibbsSampler { Sweeps = 100, MaxDegreeOfParallelism = 1 }),
        ("block Gibbs 1000 sweeps", new BlockGibbsSampler { Sweeps = 1000, MaxDegreeOfParallelism = 1 }),
        ("annealing 1000 sweeps", new SimulatedAnnealingSampler
        {
            Sweeps = 1000, Schedule = BetaSchedule.Geometric(0.05, 1), MaxDegreeOfParallelism = 1,
        }),
        ("population annealing", new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }),
        ("parallel tempering", Tempering(sweepsPerRead: 20)),
    ];

    public static IReadOnlyList<ResultRow> Measure()
    {
        var rows = new List<ResultRow>();
        Console.WriteLine($"{"trained prior",-14} {"sampler",-28} {"energy error",13} {"spin error",11} {"CPU s",8}");
        foreach ((string name, IsingModel model) in SpinModels.Trained())
        {
            SampleSet reference = Tempering(sweepsPerRead: 4).Sample(model, new(ReferenceReads, Seed: 100));
            double[] means = Means(reference.Spins);
            double energy = reference.Energies.Average();
            double floor = Math.Sqrt(means.Average(mean => 1 - (mean * mean)) / Reads);
            rows.Add(new(name, "floor of independent draws", "spin_error", 1, floor));
            Console.WriteLine(FormattableString.Invariant($"{name,-14} {"floor of independent draws",-28} {"",13} {floor,11:F4}"));
            foreach ((string sampler, IIsingSampler draws) in Samplers)
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                SampleSet set = draws.Sample(model, new(Reads, Seed: 1));
                double cpuSeconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
                double energyError = set.Energies.Average() - energy;
                double spinError = Math.Sqrt(Means(set.Spins).Zip(means, (a, b) => (a - b) * (a - b)).Average());
                rows.Add(new(name, sampler, "energy_error", 1, energyError));
                rows.Add(new(name, sampler, "spin_error", 1, spinError));
                rows.Add(new(name, sampler, "processor_seconds", 1, cpuSeconds));
                Console.WriteLine(FormattableString.Invariant(
                    $"{name,-14} {sampler,-28} {energyError,13:F3} {spinError,11:F4} {cpuSeconds,8:F2}"));
            }
        }

        return rows;
    }

    private static ParallelTemperingSampler Tempering(int sweepsPerRead) =>
        new() { SweepsPerRead = sweepsPerRead, MaxDegreeOfParallelism = 1 };

    private static double[] Means(SpinMatrix spins)
    {
        double[] means = new double[spins.Columns];
        for (int row = 0; row < spins.Rows; row++)
        {
            for (int i = 0; i < means.Length; i++)
            {
                means[i] += spins[row][i] / (double)spins.Rows;
            }
        }

        return means;
    }
}
