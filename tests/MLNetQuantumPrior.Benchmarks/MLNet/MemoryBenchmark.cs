using Microsoft.ML;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Most bytes alive on the managed heap while a fit streams rows, and while generated rows are read.</summary>
internal static class MemoryBenchmark
{
    private const int Size = 784, BufferRows = 4000;
    private const long LookInterval = 10_000;

    public static IReadOnlyList<ResultRow> Measure()
    {
        var ml = new MLContext(seed: 1);
        var results = new List<ResultRow>();
        foreach (int rows in new[] { 2 * BufferRows, 10 * BufferRows })
        {
            results.AddRange(Stream(ml, rows));
        }

        using BmVaeTransformer vae = BandModel.Fit(ml, BandModel.Data(ml));
        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = Learning.GenerationMode.Conditional });
        return [.. results, .. new[] { 100_000L, 1_000_000L }.SelectMany(rows => Generate(generator, rows))];
    }

    /// <summary>A fit through a shuffle buffer that holds a half or a tenth of the rows.</summary>
    private static IEnumerable<ResultRow> Stream(MLContext ml, int rows)
    {
        var view = new GeneratedView(rows, Size);
        var options = new BmVaeEstimator.Options
        {
            HiddenSizes = [32], LatentSize = 32, LabelColumnName = "Label", ShuffleBufferRows = BufferRows, Seed = 1,
            Training = new() { Epochs = 1 }, ClassFit = new() { Steps = 10, Classifier = null },
        };
        ml.Transforms.BmVae(options).Fit(view).Dispose();
        string method = $"{rows} rows through a buffer of {BufferRows}";
        return
        [
            new("fit", method, "peak_heap_megabytes", 1, view.PeakBytes / 1e6),
            new("fit", method, "megabytes_of_all_rows", 1, (double)rows * Size * sizeof(float) / 1e6),
        ];
    }

    private static IEnumerable<ResultRow> Generate(LatentGeneratorTransformer generator, long rows)
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
        string method = $"{rows} rows by class";
        return
        [
            new("generation", method, "peak_heap_megabytes", 1, heap / 1e6),
            new("generation", method, "peak_process_megabytes", 1, process / 1e6),
        ];
    }
}
