using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// The ML.NET components on a model of 784 features, hidden layers of 512 and 256, and 128 bits on the complete graph:
/// rows a second of encoding against the stock OnnxTransformer and of generation in each way, and memory while a fit
/// streams rows and while rows are generated.
/// </summary>
internal static class MLNetBenchmark
{
    private const int Rows = 4000;

    private sealed record Results(
        EncodingRate.Row Encoding,
        IReadOnlyList<GenerationRates.Row> Generation,
        IReadOnlyList<StreamingMemory.Row> Streaming,
        IReadOnlyList<GenerationMemory.Row> GenerationMemory);

    public static void Run(string folder)
    {
        var ml = new MLContext(seed: 1);
        IReadOnlyList<StreamingMemory.Row> streaming = StreamingMemory.Measure(ml);
        IDataView rows = ml.Data.Cache(ml.Data.LoadFromEnumerable(BandRow.Generate(Rows)));
        var options = new BmVaeEstimator.Options
        {
            LabelColumnName = "Label", Training = new() { Epochs = 4 }, ClassFit = new() { Steps = 200 }, Seed = 1,
        };
        using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(rows);
        ResultFile.Write(
            folder,
            "mlnet.json",
            new Results(EncodingRate.Measure(ml, vae, rows, Rows), GenerationRates.Measure(vae), streaming, GenerationMemory.Measure(vae)));
    }
}
