using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Models that are fitted in a moment: what they learn does not matter.</summary>
internal static class Small
{
    public const int RowsPerShard = 100;

    private static readonly Lazy<TableSynthesizer> Fitted = new(() =>
    {
        var ml = new MLContext(1);
        return ml.Data.FitSynthesizer(MadeTable.View(ml, 300), MadeTable.Quick);
    });

    private static readonly Lazy<BmVaeModel> Model = new(() =>
    {
        var ml = new MLContext(1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(row => new Point
        {
            X = row % 7, Y = row % 5, Label = row % 4 == 0 ? "left" : "right",
        }));
        IDataView ready = ml.Transforms.Concatenate("Features", "X", "Y").Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Fit(rows).Transform(rows);
        using BmVaeTransformer vae = ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            LabelColumnName = "Label", LatentSize = 6, HiddenSizes = [8], Seed = 1,
            Training = new() { Epochs = 2, BatchSize = 50, Chains = 16 }, ClassFit = new() { Steps = 10 },
        }).Fit(ready);
        return vae.Model;
    });

    /// <summary>A synthesizer of columns of all types.</summary>
    public static TableSynthesizer Synthesizer => Fitted.Value;

    /// <summary>A generator of rows of two classes, a quarter of them "left".</summary>
    public static LatentGeneratorTransformer Generator(ulong seed = 1, int threads = 1) =>
        new(Model.Value, new() { Seed = seed, PoolSize = 64, Sweeps = 2, MaxDegreeOfParallelism = threads });

    private sealed class Point
    {
        public float X { get; set; }

        public float Y { get; set; }

        public string Label { get; set; } = "";
    }
}
