using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Generated rows are computed where they are read, on all cores, and are the same however that is done.</summary>
[TestClass]
public sealed class SkippedRowTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly BmVaeModel Model = Ml.Transforms.BmVae(new BmVaeEstimator.Options
    {
        LatentSize = 16, HiddenSizes = [32], LabelColumnName = "Label", Seed = 1,
        Training = new() { Epochs = 2, BatchSize = 50, Chains = 16 }, ClassFit = new() { Steps = 4, Chains = 16, Classifier = null },
    }).Fit(Row.View(Ml, 200)).Model;

    [TestMethod]
    public void RowsThatAreSkippedAreNotDrawn()
    {
        var source = new CountingSource();
        var mapping = new GeneratorMapping(
            Ml.Data.LoadFromEnumerable(new Row[1]).Schema, label: null, [], source, new NoDecoder(), threads: 1, draw: null,
            [new AddedColumn("Generated", 1, []), AddedColumn.Number("Energy")]);
        IDataView rows = new BatchView(Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20_000).Select(_ => new Row())), mapping);

        Assert.HasCount(3, Ml.Data.TakeRows(Ml.Data.SkipRows(rows, 10_000), 3).GetColumn<float>("Energy"));

        Assert.IsLessThanOrEqualTo(mapping.BatchSize, source.Rows);
    }

    [TestMethod]
    public void AMillionRowsAreSkippedInATick()
    {
        using var generator = new LatentGeneratorTransformer(Model, new() { PoolSize = 64 });
        _ = generator.Generate(1).GetColumn<float>("Energy").Single(); // draws the pools
        long start = Environment.TickCount64;

        float[] last = [.. Ml.Data.SkipRows(generator.Generate(1_000_003), 1_000_000).GetColumn<float>("Energy")];

        Assert.HasCount(3, last);
        Assert.IsLessThan(5_000, Environment.TickCount64 - start, "ms; computing them takes more");
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(GeneratedFeatures.Sampled)]
    public void RowsDoNotDependOnThreads(GeneratedFeatures? features)
    {
        float[] one = Generated(1);

        foreach (int threads in (int[])[2, 3, 64])
        {
            CollectionAssert.AreEqual(one, Generated(threads), $"{threads} threads");
        }

        float[] Generated(int threads)
        {
            using var generator = new LatentGeneratorTransformer(
                Model, new() { PoolSize = 64, Features = features, Seed = 2, MaxDegreeOfParallelism = threads });
            return [.. generator.Generate(1500).GetColumn<float[]>("Features").SelectMany(row => row)];
        }
    }

    private sealed class CountingSource : ILatentSource
    {
        public int Rows { get; private set; }

        public GeneratedLatents Draw(ReadOnlySpan<int> labels, ReadOnlySpan<ulong> ids)
        {
            Rows += ids.Length;
            return new(new float[ids.Length], new float[ids.Length]);
        }
    }

    private sealed class NoDecoder : INetworkSession
    {
        public ImmutableArray<int> OutputSizes => [1];

        public void Run(ReadOnlySpan<float> input, params ReadOnlySpan<Memory<float>> outputs)
        {
        }

        public void Dispose()
        {
        }
    }
}
