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
        var source = new CountingSource(() => { });

        Assert.HasCount(3, Ml.Data.TakeRows(Ml.Data.SkipRows(From(source, threads: 1), 10_000), 3).GetColumn<float>("Energy"));

        Assert.IsLessThanOrEqualTo(512, source.Rows, "a batch");
    }

    [TestMethod]
    public void PartsOfABatchAreDrawnSideBySide()
    {
        using var both = new Barrier(2);
        var source = new CountingSource(() => Assert.IsTrue(both.SignalAndWait(TimeSpan.FromSeconds(60)), "two draws at a time"));

        Assert.HasCount(512, Ml.Data.TakeRows(From(source, threads: 2), 512).GetColumn<float>("Energy"));

        Assert.AreEqual(512, source.Rows);
    }

    private static BatchView From(ILatentSource source, int threads)
    {
        IDataView rows = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20_000).Select(_ => new Row()));
        return new(rows, new GeneratorMapping(
            rows.Schema, label: null, [], AttributeInputs.None, source, new NoDecoder(), threads, draw: null,
            [new AddedColumn("Generated", 1, []), AddedColumn.Number("Energy")]));
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

    private sealed class CountingSource(Action see) : ILatentSource
    {
        private int _rows;

        public int Rows => _rows;

        public GeneratedLatents Draw(ReadOnlySpan<int> labels, ReadOnlySpan<int> values, ReadOnlySpan<ulong> ids)
        {
            Interlocked.Add(ref _rows, ids.Length);
            see();
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
