namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class DiabaticTemperatureTests
{
    [TestMethod]
    [DataRow(1, 0.16084, 0.28955)]
    [DataRow(2, 0.57910, 0.78273)]
    [DataRow(2.8628, 1.0287, 1.0287)]
    public void LinearScheduleHasTheTabulatedTemperatures(double duration, double field, double coupling)
    {
        var temperature = DiabaticTemperature.Of(AnnealingSchedule.Linear(duration));

        Assert.AreEqual(field, temperature.FieldBeta, 2e-5);
        Assert.AreEqual(coupling, temperature.CouplingBeta, 2e-5);
        Assert.AreEqual(coupling / field, temperature.FieldScale, 2e-4);
    }

    // Fast: sin x = x. Slow: all that counts happens at the end, where theta = (T - t)^2 / 2T.
    [TestMethod]
    [DataRow(1e-3, 0.5, 1e-6)]
    [DataRow(1e6, 1.4142135623730951, 1e-3)]
    public void RatioOfTemperaturesTendsToItsLimits(double duration, double expected, double tolerance)
    {
        var temperature = DiabaticTemperature.Of(AnnealingSchedule.Linear(duration));

        Assert.AreEqual(expected, temperature.FieldBeta / temperature.CouplingBeta, tolerance);
    }

    // A and B constant over a time T: theta = A (T - t), beta_h = 2 B int sin(2 A x) dx = B (1 - cos 2AT) / A, beta_J with 4 in place of 2.
    [TestMethod]
    public void ConstantScheduleHasTheClosedForm()
    {
        const double a = 0.7;
        const double b = 0.3;
        const double duration = 5;
        var temperature = DiabaticTemperature.Of(new([new(0, a, b), new(0.3, a, b), new(1, a, b)], duration));

        Assert.AreEqual(b * (1 - Math.Cos(2 * a * duration)) / a, temperature.FieldBeta, 1e-10);
        Assert.AreEqual(b * (1 - Math.Cos(4 * a * duration)) / (2 * a), temperature.CouplingBeta, 1e-10);
    }

    // The integrals of the definition in D-Wave's units, by the midpoint rule.
    [TestMethod]
    public void HardwareUnitsHaveTheirFactors()
    {
        ImmutableArray<SchedulePoint> points = [new(0, 3, 0.1), new(0.4, 0.5, 1), new(1, 0, 6)];
        const double duration = 1.7;
        var schedule = new AnnealingSchedule(points, duration, ScheduleUnits.GigahertzNanoseconds);
        var plain = new AnnealingSchedule(points, duration);

        const int cells = 200_000;
        double step = duration / cells;
        (double theta, double field, double coupling) = (0, 0, 0);
        for (int k = cells - 1; k >= 0; k--)
        {
            (double a, double b) = plain.At((k + 0.5) * step);
            theta += a * step / 2;
            field += 2 * Math.PI * b * Math.Sin(2 * Math.PI * theta) * step;
            coupling += 2 * Math.PI * b * Math.Sin(4 * Math.PI * theta) * step;
            theta += a * step / 2;
        }

        var temperature = DiabaticTemperature.Of(schedule);
        Assert.AreEqual(field, temperature.FieldBeta, 1e-6);
        Assert.AreEqual(coupling, temperature.CouplingBeta, 1e-6);
    }

    [TestMethod]
    public void MorePointsOnTheSameLinesChangeNothing()
    {
        ImmutableArray<SchedulePoint> fine =
            [.. Enumerable.Range(0, 1001).Select(k => k / 1000.0).Select(s => new SchedulePoint(s, 1 - s, s))];
        var expected = DiabaticTemperature.Of(AnnealingSchedule.Linear(6));
        var actual = DiabaticTemperature.Of(new(fine, 6));

        Assert.AreEqual(expected.FieldBeta, actual.FieldBeta, 1e-9);
        Assert.AreEqual(expected.CouplingBeta, actual.CouplingBeta, 1e-9);
        Assert.AreEqual(expected.CouplingPairTerm, actual.CouplingPairTerm, 1e-9);
        Assert.AreEqual(expected.FieldCouplingTerm, actual.FieldCouplingTerm, 1e-9);
    }
}
