using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Attempted spin updates a nanosecond of one thread, for every kernel that this machine runs, and the quality of what samplers draw.
/// </summary>
internal static class SamplingBenchmark
{
    private const int Chains = 64;

    private sealed record Rate(string Case, string Kernel, int Chains, double UpdatesPerNs, double RatioToScalar);

    public static void Run(string folder)
    {
        var rates = new List<Rate>();
        foreach (SpinGraph graph in new[] { SpinGraph.Complete(128), SpinGraph.Complete(256), SpinGraph.Bipartite(128, 128), SpinGraph.Zephyr(8), })
        {
            IsingModel model = Random(graph);
            double scalar = 0;
            foreach (GibbsKernel kernel in GibbsKernel.Available.Reverse())
            {
                int sweeps = Math.Max(1, 200_000 / (graph.SpinCount + (2 * graph.Edges.Length)));
                var sampler = new BlockGibbsSampler { Sweeps = sweeps, MaxDegreeOfParallelism = 1, Kernel = kernel };
                double seconds = Median.Seconds(() => sampler.Sample(model, new(Chains, 1)));
                double rate = (double)sweeps * Chains * graph.SpinCount / seconds / 1e9;
                scalar = scalar == 0 ? rate : scalar;
                rates.Add(new(graph.Name, kernel.Lanes == 1 ? "scalar" : $"{kernel.Lanes} lanes", Chains, rate, rate / scalar));
                Console.WriteLine(FormattableString.Invariant($"{graph.Name,-20} {rates[^1].Kernel,-10} {rate,8:F3} updates/ns {rate / scalar,7:F1} x scalar"));
            }
        }

        ResultFile.Write(folder, "sampling.json", new { rates, quality = SamplingQuality.Measure() });
    }

    private static IsingModel Random(SpinGraph graph)
    {
        var random = new Random(1);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) / Math.Sqrt(graph.SpinCount)))];
        return new(graph, Numbers(graph.SpinCount), Numbers(graph.Edges.Length));
    }
}
