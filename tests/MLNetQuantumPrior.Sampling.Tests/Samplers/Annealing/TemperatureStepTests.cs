namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class TemperatureStepTests
{
    [TestMethod]
    [DataRow(1.0, 0.9)]
    [DataRow(1.0, 0.5)]
    [DataRow(1e-30, 0.9)]
    [DataRow(1e35, 0.9)]
    [DataRow(1e35, 0.1)]
    public void IsTheLongestThatKeepsTheEffectiveSampleSize(double energyScale, double efficiency)
    {
        double[] energies = Energies(300, energyScale);

        double step = TemperatureStep.Longest(energies, efficiency, limit: 1e40, new double[300]);

        Assert.IsGreaterThanOrEqualTo(efficiency * 300, EffectiveSampleSize(energies, step));
        Assert.IsLessThan(efficiency * 300, EffectiveSampleSize(energies, 1.03 * step));
    }

    // (mean of e^(-t g))^2 / mean of e^(-2 t g) = e^(-t^2) for standard normal g.
    [TestMethod]
    public void FollowsTheSpreadOfGaussianEnergies()
    {
        double step = TemperatureStep.Longest(Energies(100_000, 2), 0.9, limit: 10, new double[100_000]);

        Assert.AreEqual(Math.Sqrt(-Math.Log(0.9)) / 2, step, 0.03 * step); // its own precision and 1 / sqrt(2 * 100 000) of the spread
    }

    [TestMethod]
    public void GoesAllTheWayWhereTheWeightsStayEven()
    {
        Assert.AreEqual(1e-4, TemperatureStep.Longest(Energies(300, 1), 0.9, limit: 1e-4, new double[300]));
        Assert.AreEqual(1e300, TemperatureStep.Longest([-3, -3, -3], 0.9, limit: 1e300, new double[3]));
    }

    private static double[] Energies(int count, double scale)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => scale * Gaussian())];

        double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private static double EffectiveSampleSize(double[] energies, double step)
    {
        double[] weights = [.. energies.Select(e => Math.Exp(-step * (e - energies.Min())))];
        return Math.Pow(weights.Sum(), 2) / weights.Sum(w => w * w);
    }
}
