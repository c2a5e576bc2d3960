using System.Text.Json;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Attempted spin updates a nanosecond of one thread, beside those of dwave-samplers' simulated annealing, and the quality of what samplers
/// draw.
/// </summary>
internal static class SamplingBenchmark
{
    private sealed record Rate(string Case, string Kernel, int Chains, double UpdatesPerNs, double ReferenceUpdatesPerNs, double Ratio);

    /// <param name="folder">Where sampling.json is written.</param>
    /// <param name="referenceFile">A JSON object of case names and reference rates measured on this machine, or null.</param>
    /// <param name="only">Runs only cases whose name starts with this.</param>
    public static void Run(string folder, string? referenceFile, string only)
    {
        IReadOnlyDictionary<string, double> reference = referenceFile is null
            ? SamplingCases.PublishedReference
            : JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(referenceFile))!;
        var rates = new List<Rate>();
        foreach ((string name, IsingModel model) in SamplingCases.All().Where(c => c.Name.StartsWith(only)))
        {
            foreach (GibbsKernel kernel in GibbsKernel.Available)
            {
                foreach (int chains in kernel.Lanes == 1 ? new[] { 1 } : [1, 8, 64, 256])
                {
                    double rate = RateOf(model, kernel, chains);
                    double ratio = rate / reference[name];
                    rates.Add(new(name, kernel.Lanes == 1 ? "scalar" : $"{kernel.Lanes} lanes", chains, rate, reference[name], ratio));
                    Console.WriteLine(FormattableString.Invariant(
                        $"{name,-20} {rates[^1].Kernel,-10} {chains,4} chains {rate,8:F3} updates/ns {ratio,7:F1} x dwave-samplers"));
                }
            }
        }

        string source = referenceFile is null
            ? "published rates of another machine, an AMD Zen 5 server at 4.2 GHz: compare with care"
            : "measured on this machine";
        ResultFile.Write(folder, "sampling.json", new { reference = source, rates, quality = SamplingQuality.Measure() });
    }

    private static double RateOf(IsingModel model, GibbsKernel kernel, int chains)
    {
        long readsOfNeighbours = (long)chains * (model.SpinCount + model.Graph.Edges.Length);
        int sweeps = (int)Math.Clamp(20_000_000 / readsOfNeighbours, 20, 1000);
        var sampler = new BlockGibbsSampler { Sweeps = sweeps, MaxDegreeOfParallelism = 1, Kernel = kernel };
        double seconds = CpuTime.Seconds(() => sampler.Sample(model, new(chains, Seed: 1)));
        return (double)sweeps * chains * model.SpinCount / seconds / 1e9;
    }
}
