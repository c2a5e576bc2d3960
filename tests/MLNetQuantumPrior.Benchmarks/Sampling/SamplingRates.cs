using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Attempted spin updates per nanosecond of block Gibbs sampling on one thread, for the kernels that this machine runs, and their ratio to
/// <see cref="ReferenceAnnealer"/> in the same run.
/// </summary>
internal static class SamplingRates
{
    /// <summary>About 40 ms of the reference, so that starting a call costs nothing next to its sweeps.</summary>
    private const double UpdatesAndCouplings = 20e6;

    private static readonly int[] ChainCounts = [1, 64, 256];

    public static IReadOnlyList<ResultRow> Measure()
    {
        var rows = new List<ResultRow>();
        Console.WriteLine($"{"rates",-14} {"kernel",-20} {"updates/ns",11} {"reference",10} {"ratio",7}");
        foreach ((string name, IsingModel model) in SpinModels.Rates())
        {
            int sweeps = Math.Max(10, (int)(UpdatesAndCouplings / (model.SpinCount + (2 * model.Graph.Edges.Length))));
            var reference = new ReferenceAnnealer(model);
            double referenceRate =
                sweeps * (double)model.SpinCount / Median.CpuSeconds(() => reference.Anneal(sweeps, firstBeta: 0.1, lastBeta: 5)) / 1e9;
            rows.Add(new(name, "reference annealer", "updates_per_ns", 1, referenceRate));
            foreach (GibbsKernel kernel in GibbsKernel.Available.Where(kernel => kernel.Lanes >= 8))
            {
                foreach (int chains in ChainCounts)
                {
                    var sampler = new BlockGibbsSampler { Sweeps = sweeps, MaxDegreeOfParallelism = 1, Kernel = kernel };
                    double rate =
                        (double)chains * sweeps * model.SpinCount / Median.CpuSeconds(() => sampler.Sample(model, new(chains, 1))) / 1e9;
                    string method = $"{kernel.Lanes} lanes {chains} chains";
                    rows.Add(new(name, method, "updates_per_ns", 1, rate));
                    rows.Add(new(name, method, "ratio", 1, rate / referenceRate));
                    Console.WriteLine(FormattableString.Invariant(
                        $"{name,-14} {method,-20} {rate,11:F3} {referenceRate,10:F4} {rate / referenceRate,7:F1}"));
                }
            }
        }

        return rows;
    }
}
