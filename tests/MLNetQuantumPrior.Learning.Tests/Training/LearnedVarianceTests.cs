using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Tables of numbers whose variances are learned: rows of the trained model against those of the data.</summary>
[TestClass]
public sealed class LearnedVarianceTests
{
    private const int Columns = 3, Latents = 16, Generated = 10_000;

    [TestMethod]
    [DataRow(2000, 0.99)]
    [DataRow(300, 0.95)]
    public void AColumnAndItsHalfStayTogether(int rows, double least)
    {
        BmVaeModel model = Train(Ages(rows), PriorKind.Boltzmann, [128, 64], Latents, Options(rows) with { KlWeight = 0.5 });

        SpinMatrix spins = new ExactSampler().Sample(model.Prior, new(Generated, Seed: 2)).Spins;
        float[] bits = [.. spins.AsSpan().ToArray().Select(spin => spin > 0 ? 1f : 0f)], features = new float[Generated * Columns];
        model.Sample(bits, [.. Enumerable.Range(0, Generated).Select(row => (ulong)row)], seed: 3, features);
        double[][] generated = [.. features.Chunk(Columns).Select(row => row.Select(value => (double)value).ToArray())];
        double correlation = Correlation([.. generated.Select(row => row[0])], [.. generated.Select(row => row[1])]);
        Assert.IsGreaterThanOrEqualTo(least, correlation);
    }

    [TestMethod]
    [DataRow(1UL)]
    [DataRow(2UL)]
    public void GaussianLatentsFindFourClusters(ulong seed)
    {
        const int Rows = 4000;
        var options = new TrainingOptions { Epochs = 100, BatchSize = 128, KlWeight = 1, KlWarmUpEpochs = 10 };

        BmVaeModel model = Train(Clusters(Rows), PriorKind.Gaussian, [64], latents: 8, options, seed);

        // Three independent numbers of variance 1 cost 3 log(2 pi e) / 2 = 4.26 nats; knowing the cluster, two of them have a deviation of
        // 0.1 in these units.
        EpochReport last = model.Training!.Epochs[^1];
        Assert.IsGreaterThan(2.5, last.Kl!.Value);
        Assert.IsGreaterThan(-2.6, last.Elbo!.Value);
        Assert.AreEqual(0.01, 1e-4 + Math.Exp(model.Parameters[^Columns]), 0.002);
    }

    private static BmVaeModel Train(
        float[] rows, PriorKind prior, int[] hidden, int latents, TrainingOptions options, ulong seed = 1)
    {
        var likelihood = Likelihood.Gaussian(Columns);
        SlotScaling scaling = SlotScaling.Learn(FeatureScaling.PerSlot, rows, likelihood);
        float[] scaled = new float[rows.Length];
        scaling.Scale(rows, scaled);
        VaeArchitecture architecture = VaeArchitecture.Mlp(Columns, hidden, latents, prior) with { Likelihood = likelihood };
        return new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, options) { Scaling = scaling }
            .Train(new FeatureMatrix(likelihood, scaled), architecture, prior, seed);
    }

    /// <summary>3,000 steps.</summary>
    private static TrainingOptions Options(int rows)
    {
        int batch = Math.Clamp(rows / 8, 16, 128), epochs = 3000 * batch / rows;
        return new() { Epochs = epochs, BatchSize = batch, KlWarmUpEpochs = epochs / 10 };
    }

    /// <summary>Rows of an age near 30 or 60, its half, and noise.</summary>
    private static float[] Ages(int rows)
    {
        double[] noise = Noise(2 * rows, seed: 4);
        return
        [
            .. Enumerable.Range(0, rows).SelectMany(row =>
            {
                double age = (row % 2 == 0 ? 30 : 60) + (2 * noise[2 * row]);
                return (float[])[(float)age, (float)(age / 2), (float)noise[(2 * row) + 1]];
            }),
        ];
    }

    /// <summary>Two numbers that are each near 0 or 10, and noise.</summary>
    private static float[] Clusters(int rows)
    {
        double[] noise = Noise(Columns * rows, seed: 5);
        return
        [
            .. Enumerable.Range(0, rows).SelectMany(row => (float[])
            [
                (float)((row % 2 * 10) + (noise[3 * row] / 2)),
                (float)((row / 2 % 2 * 10) + (noise[(3 * row) + 1] / 2)),
                (float)noise[(3 * row) + 2],
            ]),
        ];
    }

    private static double[] Noise(int count, ulong seed)
    {
        float[] noise = new float[count];
        new UniformStream(seed, 0).FillNormal(noise, deviation: 1);
        return [.. noise.Select(value => (double)value)];
    }

    private static double Correlation(double[] x, double[] y)
    {
        (double meanX, double meanY) = (x.Average(), y.Average());
        double Product(double[] a, double meanA, double[] b, double meanB) => a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Sum();
        return Product(x, meanX, y, meanY) / Math.Sqrt(Product(x, meanX, x, meanX) * Product(y, meanY, y, meanY));
    }
}
