using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Rates, quality and lowest energies of the samplers, on one thread.</summary>
internal static class SamplingBenchmark
{
    /// <param name="folder">Receives pictures of how often states are sampled.</param>
    public static IEnumerable<ResultRow> Measure(string folder) =>
        [.. SamplingRates.Measure(), .. SamplingQuality.Measure(folder), .. TrainedQuality.Measure(), .. SamplingEnergies.Measure()];
}
