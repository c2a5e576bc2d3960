namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Memory while rows are generated and read, 100,000 and a million of them.</summary>
internal static class GenerationMemory
{
    private const long LookInterval = 10_000;

    /// <param name="Rows">Rows generated in one pass.</param>
    /// <param name="PeakHeapBytes">Most bytes alive on the managed heap, after a full collection.</param>
    /// <param name="PeakWorkingSetBytes">Most memory of the process, native memory and the garbage of the heap included.</param>
    internal sealed record Row(long Rows, long PeakHeapBytes, long PeakWorkingSetBytes);

    public static IReadOnlyList<Row> Measure(BmVaeTransformer vae)
    {
        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = Learning.GenerationMode.Conditional });
        return [.. new[] { 100_000L, 1_000_000L }.Select(rows => Generate(generator, rows))];
    }

    private static Row Generate(LatentGeneratorTransformer generator, long rows)
    {
        long heap = 0, process = 0;
        VectorColumn.Read(generator.Generate(rows), "Features", (row, _) =>
        {
            if (row % LookInterval == LookInterval - 1)
            {
                process = Math.Max(process, Environment.WorkingSet);
                heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: true));
            }
        });
        Console.WriteLine(FormattableString.Invariant(
            $"generation of {rows:N0} rows: heap at most {heap / 1e6:F1} MB, process at most {process / 1e6:F0} MB"));
        return new(rows, heap, process);
    }
}
