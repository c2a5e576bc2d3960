namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LatentUsageTests
{
    [TestMethod]
    public void LatentsThatIgnoreTheRowsAreNotActive()
    {
        // Logits of the three latents: 4 x - 2, always 5, and 0.1 x. Means tanh(l / 2) of x in {0, 1}: +-0.762; 0.987; 0 and 0.05.
        var architecture = new VaeArchitecture([new Dense(1, 3)], [new Dense(3, 1)]);
        BmVaeModel model = TestModels.Of(architecture, [4, 0, 0.1f, -2, 5, 0, 1, 1, 1, 0]);

        LatentUsage usage = LatentUsage.Of(model, [0, 1, 0, 1]);
        Assert.AreEqual(Math.Pow(Math.Tanh(1), 2), usage.Variances[0], 1e-6);
        Assert.AreEqual(0, usage.Variances[1], 1e-6);
        Assert.AreEqual(Math.Pow(Math.Tanh(0.05) / 2, 2), usage.Variances[2], 1e-6);
        Assert.AreEqual(1 / 3.0, usage.ActiveShare, 1e-12);
        Assert.AreEqual(0, LatentUsage.Of(model, [1, 1, 1]).ActiveShare, "rows that are all the same use no latent");
        Assert.ThrowsExactly<ArgumentException>(() => LatentUsage.Of(model, [1]));
    }

    [TestMethod]
    public void GaussianLatentsCountByTheirMeans()
    {
        // Means x and 0.1 x of x in {0, 1}: variances 0.25 and 0.0025; log variances 3 x and 0.
        var architecture = new VaeArchitecture([new Dense(1, 4)], [new Dense(2, 1)]);
        BmVaeModel model = BmVaeModel.Gaussian(architecture, [1, 0.1f, 3, 0, 0, 0, 0, 0, 1, 1, 0]);

        LatentUsage usage = LatentUsage.Of(model, [0, 1, 0, 1]);
        Assert.AreEqual(0.25, usage.Variances[0], 1e-6);
        Assert.AreEqual(0.0025, usage.Variances[1], 1e-6);
        Assert.AreEqual(0.5, usage.ActiveShare, 1e-12);
    }

    [TestMethod]
    public void CodesTellTheSameAsRows()
    {
        // The codes of the two tests above.
        LatentUsage spins = LatentUsage.OfCodes([-2, 5, 0, 2, 5, 0.1f], latents: 3, PriorKind.Boltzmann);
        Assert.AreEqual(Math.Pow(Math.Tanh(1), 2), spins.Variances[0], 1e-6);
        Assert.AreEqual(1 / 3.0, spins.ActiveShare, 1e-12);

        LatentUsage gaussian = LatentUsage.OfCodes([0, 0, 0, 0, 1, 0.1f, 3, 0], latents: 2, PriorKind.Gaussian);
        Assert.AreEqual(0.25, gaussian.Variances[0], 1e-6);
        Assert.AreEqual(0.5, gaussian.ActiveShare, 1e-12);
    }
}
