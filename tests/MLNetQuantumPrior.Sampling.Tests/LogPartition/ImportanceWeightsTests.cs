namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ImportanceWeightsTests
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1e5)]
    [DataRow(-1e5)]
    public void AgreesWithTheDefinitionsWhateverTheScale(double shift)
    {
        double[] weights = [1, 2, 4, 5]; // mean 3, mean square 46/4, variance (4 + 1 + 1 + 4) / 3

        ImportanceWeights actual = ImportanceWeights.Of([.. weights.Select(w => Math.Log(w) + shift)]);

        Assert.AreEqual(Math.Log(3) + shift, actual.LogMean, 1e-10);
        Assert.AreEqual(144 / 46.0, actual.EffectiveSampleSize, 1e-9);
        Assert.AreEqual(Math.Sqrt(10 / 3.0 / 4) / 3, actual.StandardError, 1e-9);
    }

    [TestMethod]
    public void EvenWeightsHaveNoError()
    {
        ImportanceWeights actual = ImportanceWeights.Of([7, 7, 7]);

        Assert.AreEqual(new(Count: 3, LogMean: 7, EffectiveSampleSize: 3), actual);
        Assert.AreEqual(0, actual.StandardError);
    }
}
