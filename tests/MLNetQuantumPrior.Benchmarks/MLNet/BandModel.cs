using Microsoft.ML;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// What the ML.NET components are measured on: a model of 784 features, hidden layers of 512 and 256, and 128 bits on the complete graph.
/// </summary>
internal static class BandModel
{
    public const int Rows = 4000;

    public static IDataView Data(MLContext ml) => ml.Data.Cache(ml.Data.LoadFromEnumerable(BandRow.Generate(Rows)));

    public static BmVaeTransformer Fit(MLContext ml, IDataView rows) => ml.Transforms.BmVae(new BmVaeEstimator.Options
    {
        LabelColumnName = "Label", Training = new() { Epochs = 4 }, ClassFit = new() { Steps = 200 }, Seed = 1,
    }).Fit(rows);
}
