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

        Assert.AreEqual(1 / 3.0, LatentUsage.ActiveShare(model, [0, 1, 0, 1]), 1e-12);
        Assert.AreEqual(0, LatentUsage.ActiveShare(model, [1, 1, 1]), "rows that are all the same use no latent");
        Assert.ThrowsExactly<ArgumentException>(() => LatentUsage.ActiveShare(model, [1]));
    }

    [TestMethod]
    public void GaussianLatentsCountByTheirMeans()
    {
        // Means x and 0.1 x of x in {0, 1}: variances 0.25 and 0.0025; log variances 3 x and 0.
        var architecture = new VaeArchitecture([new Dense(1, 4)], [new Dense(2, 1)]);
        BmVaeModel model = BmVaeModel.Gaussian(architecture, [1, 0.1f, 3, 0, 0, 0, 0, 0, 1, 1, 0]);

        Assert.AreEqual(0.5, LatentUsage.ActiveShare(model, [0, 1, 0, 1]), 1e-12);
    }
}
