using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Disposal while others read: they are told so or finish, and the process lives.</summary>
[TestClass]
public sealed class DisposalTests
{
    private const int Readers = 8;

    /// <summary>The environment variable DISPOSAL_ROUNDS asks for more.</summary>
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("DISPOSAL_ROUNDS") ?? "60");

    private static readonly MLContext Ml = new(seed: 1);

    private static readonly IDataView View = Row.View(Ml, 2000);

    private static readonly BmVaeModel Model = Ml.Transforms.BmVae(new BmVaeEstimator.Options
    {
        LatentSize = 32, HiddenSizes = [256], Seed = 1, Training = new() { Epochs = 1, BatchSize = 500, Chains = 16 },
    }).Fit(View).Model;

    [TestMethod]
    public void ReadersOfATransformerEndOrAreTold() => Read(() => new BmVaeTransformer(Model, "Latent", "Features"), "Latent");

    [TestMethod]
    public void ReadersOfAGeneratorEndOrAreTold() =>
        Read(() => new LatentGeneratorTransformer(Model, new() { PoolSize = 64, Sweeps = 1 }, "Generated"), "Generated");

    private static void Read<T>(Func<T> make, string column)
        where T : ITransformer, IDisposable
    {
        var random = new Random(1);
        int told = 0;
        for (int round = 0; round < Rounds; round++)
        {
            T transformer = make();
            IDataView rows = transformer.Transform(View);
            using var start = new Barrier(Readers + 1);
            Task[] readers = [.. Enumerable.Range(0, Readers).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    try
                    {
                        Assert.AreEqual(2000, rows.GetColumn<float[]>(column).Count());
                    }
                    catch (ObjectDisposedException)
                    {
                        Interlocked.Increment(ref told);
                    }
                },
                TaskCreationOptions.LongRunning))];
            start.SignalAndWait();
            Thread.Sleep(random.Next(4));
            transformer.Dispose();
            Task.WaitAll(readers);
        }

        Assert.IsGreaterThan(0, told, "readers met by a disposal");
    }
}
