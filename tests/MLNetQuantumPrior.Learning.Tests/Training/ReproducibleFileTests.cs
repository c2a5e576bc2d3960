using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ReproducibleFileTests
{
    [TestMethod]
    [DataRow(PriorKind.Boltzmann)]
    [DataRow(PriorKind.Gaussian)]
    public void TheSameSeedMakesTheSameFileOnAnyNumberOfThreads(PriorKind prior)
    {
        byte[] one = File(prior, threads: 1);

        CollectionAssert.AreEqual(one, File(prior, threads: 2));
        CollectionAssert.AreEqual(one, File(prior, threads: 5));
    }

    [TestMethod]
    public void TimesStayInTheReportOfTheTraining()
    {
        BmVaeModel model = Train(PriorKind.Boltzmann, threads: 1);

        Assert.IsGreaterThan(0, model.Training!.Epochs[0].Seconds);
        Assert.IsGreaterThan(0, model.Training.Epochs[0].RowsPerSecond);
        BmVaeModel loaded = BmVaeModel.Load(new MemoryStream(Bytes(model)));
        Assert.AreEqual(0, loaded.Training!.Epochs[0].Seconds);
        Assert.AreEqual(0, loaded.Training.Epochs[0].RowsPerSecond);
        Assert.AreEqual(model.Training.Options with { MaxDegreeOfParallelism = Environment.ProcessorCount }, loaded.Training.Options);
    }

    private static byte[] File(PriorKind prior, int threads) => Bytes(Train(prior, threads));

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static BmVaeModel Train(PriorKind prior, int threads)
    {
        const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side;
        var options = new TrainingOptions { Epochs = 2, BatchSize = 40, Chains = 32, MaxDegreeOfParallelism = threads };
        var sampler = new BlockGibbsSampler { Sweeps = 1, MaxDegreeOfParallelism = threads };
        return new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = threads }, sampler, options)
            .Train(BarsAndStripes.Rows(copies: 10), VaeArchitecture.Mlp(Pixels, [24], 6, prior), prior, seed: 7);
    }
}
