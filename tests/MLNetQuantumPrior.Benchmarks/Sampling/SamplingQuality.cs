using System.Text;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// How far samples are from the exact distribution where states of low energy are far apart: couplings of random sign with |J| in
/// [1.5, 2.5], fields in [-1, 1), beta 1, and so few spins that all states can be enumerated.
/// </summary>
internal static class SamplingQuality
{
    private const int Samples = 20_000;
    private const ulong Seed = 1;
    private const int DrawnStates = 16;

    // A new sampler is a line here.
    private static readonly (string Name, IIsingSampler Sampler)[] Samplers =
    [
        ("exact", new ExactSampler()),
        ("block Gibbs 1000 sweeps", new BlockGibbsSampler { Sweeps = 1000, MaxDegreeOfParallelism = 1 }),
        ("annealing 1000 sweeps", Annealing(sweeps: 1000)),
        ("annealing 10000 sweeps", Annealing(sweeps: 10_000)),
        ("population annealing", new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }),
        ("parallel tempering", new ParallelTemperingSampler { SweepsPerRead = 8, MaxDegreeOfParallelism = 1 }),
    ];

    public static IReadOnlyList<ResultRow> Measure(string folder)
    {
        var rows = new List<ResultRow>();
        Console.WriteLine($"{"total variation",-18} {"sampler",-26} {"distance",9} {"floor",9} {"energy error",13} {"CPU s",8}");
        foreach ((string name, SpinGraph graph) in new[]
        {
            ("A", SpinModels.Torus(4, 4)),
            ("B", SpinGraph.Bipartite(10, 10)),
            ("C", SpinGraph.Zephyr(1, 2)),
        })
        {
            IsingModel model = Frustrated(graph);
            var exact = new ExactEnumeration(model);
            var lines = new List<ChartLine>();
            double floor = TotalVariation.OfExactDraws(exact, Samples);
            rows.Add(new($"model {name}", "floor of independent draws", "total_variation", Seed, floor));
            foreach ((string sampler, IIsingSampler draws) in Samplers)
            {
                draws.Sample(model, new(Samples, Seed)); // lets the runtime finish compiling
                TimeSpan before = Environment.CpuUsage.TotalTime;
                SampleSet set = draws.Sample(model, new(Samples, Seed));
                double cpuSeconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
                lines.Add(new(sampler, Frequencies(exact, set.Spins)));
                double energyError = set.Energies.Average() - exact.MeanEnergy;
                double distance = TotalVariation.Of(exact, set.Spins);
                rows.Add(new($"model {name}", sampler, "total_variation", Seed, distance));
                rows.Add(new($"model {name}", sampler, "energy_error", Seed, energyError));
                rows.Add(new($"model {name}", sampler, "processor_seconds", Seed, cpuSeconds));
                Console.WriteLine(FormattableString.Invariant(
                    $"{name} {graph.Name,-16} {sampler,-26} {distance,9:F4} {floor,9:F4} {energyError,13:F4} {cpuSeconds,8:F2}"));
            }

            Draw(folder, name, lines);
        }

        return rows;
    }

    private static SimulatedAnnealingSampler Annealing(int sweeps) =>
        new() { Sweeps = sweeps, Schedule = BetaSchedule.Geometric(0.05, 1), MaxDegreeOfParallelism = 1 };

    /// <summary>How often samples show the most probable states, those sorted by probability.</summary>
    private static ImmutableArray<double> Frequencies(ExactEnumeration exact, SpinMatrix samples)
    {
        double[] probabilities = exact.Probabilities();
        int[] states = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(state => probabilities[state]).Take(DrawnStates)];
        double[] counts = new double[probabilities.Length];
        for (int row = 0; row < samples.Rows; row++)
        {
            int state = 0;
            for (int i = 0; i < samples.Columns; i++)
            {
                state |= samples[row][i] > 0 ? 1 << i : 0;
            }

            counts[state] += 1.0 / samples.Rows;
        }

        return [.. states.Select(state => counts[state])];
    }

    private static void Draw(string folder, string name, List<ChartLine> lines)
    {
        Directory.CreateDirectory(folder);
        ChartLine[] shown = [.. lines.Where(line => line.Name is "exact" or "annealing 1000 sweeps" or "parallel tempering")];
        string svg = LineChart.ToSvg($"Model {name}: how often samples show a state", "states by exact probability", shown);
        File.WriteAllText(Path.Combine(folder, $"sampling-quality-{name}.svg"), svg, Encoding.UTF8);
    }

    private static IsingModel Frustrated(SpinGraph graph)
    {
        var random = new Random(1);
        float[] fields = [.. Enumerable.Range(0, graph.SpinCount).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        float[] couplings = [.. graph.Edges.Select(_ => (float)((1.5 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)))];
        return new(graph, fields, couplings);
    }
}
