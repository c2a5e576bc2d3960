using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Attempted spin updates a nanosecond of block Gibbs sampling on one thread, for the kernels that this machine runs, and their ratio to
/// <see cref="ReferenceAnnealer"/> in the same run.
/// </summary>
internal static class SamplingRates
{
    /// <summary>About 40 ms of the reference, so that starting a call costs nothing next to its sweeps.</summary>
    private const double UpdatesAndCouplings = 20e6;

    private static readonly int[] ChainCounts = [1, 64, 256];

    /// <param name="Case">The model.</param>
    /// <param name="Kernel">Chains of a register, of the vector kernels.</param>
    /// <param name="Chains">Reads of one call.</param>
    /// <param name="UpdatesPerNs">Spin updates a nanosecond.</param>
    /// <param name="ReferenceUpdatesPerNs">The same of the plain annealer.</param>
    /// <param name="Ratio">Of the two.</param>
    internal sealed record Row(string Case, string Kernel, int Chains, double UpdatesPerNs, double ReferenceUpdatesPerNs, double Ratio);

    public static IReadOnlyList<Row> Measure()
    {
        var rows = new List<Row>();
        Console.WriteLine($"{"rates",-14} {"kernel",-10} {"chains",6} {"updates/ns",11} {"reference",10} {"ratio",7}");
        foreach ((string name, IsingModel model) in BenchmarkModels.Rates())
        {
            int sweeps = Math.Max(10, (int)(UpdatesAndCouplings / (model.SpinCount + (2 * model.Graph.Edges.Length))));
            var reference = new ReferenceAnnealer(model);
            double referenceRate =
                sweeps * (double)model.SpinCount / Median.CpuSeconds(() => reference.Anneal(sweeps, firstBeta: 0.1, lastBeta: 5)) / 1e9;
            foreach (GibbsKernel kernel in GibbsKernel.Available.Where(kernel => kernel.Lanes >= 8))
            {
                foreach (int chains in ChainCounts)
                {
                    var sampler = new BlockGibbsSampler { Sweeps = sweeps, MaxDegreeOfParallelism = 1, Kernel = kernel };
                    double rate =
                        (double)chains * sweeps * model.SpinCount / Median.CpuSeconds(() => sampler.Sample(model, new(chains, 1))) / 1e9;
                    rows.Add(new(name, $"{kernel.Lanes} lanes", chains, rate, referenceRate, rate / referenceRate));
                    Console.WriteLine(FormattableString.Invariant(
                        $"{name,-14} {rows[^1].Kernel,-10} {chains,6} {rate,11:F3} {referenceRate,10:F4} {rate / referenceRate,7:F1}"));
                }
            }
        }

        return rows;
    }
}
