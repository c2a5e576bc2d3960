namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SampleSetTests
{
    [TestMethod]
    public void LowestEnergyIsTheLowestOfTheReads() =>
        Assert.AreEqual(-2, new SampleSet(new(3, 1, [1, -1, 1]), [1, -2, 0], State: null).LowestEnergy);

    [TestMethod]
    public void RefusesAnotherNumberOfEnergiesThanReads()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new SampleSet(new(2, 1, [1, -1]), [1], State: null));

        Assert.StartsWith("Energies: expected one for each of 2 reads, got 1.", error.Message);
    }
}
