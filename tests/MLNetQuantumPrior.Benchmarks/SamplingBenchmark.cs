namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Rates, quality and lowest energies of the samplers, on one thread.</summary>
internal static class SamplingBenchmark
{
    public static void Run(string folder)
    {
        IReadOnlyList<SamplingRates.Row> rates = SamplingRates.Measure();
        IReadOnlyList<SamplingQuality.Row> quality = SamplingQuality.Measure(folder);
        IReadOnlyList<SamplingEnergies.Row> energy = SamplingEnergies.Measure();
        ResultFile.Write(folder, "sampling.json", new { rates, quality, energy });
    }
}
