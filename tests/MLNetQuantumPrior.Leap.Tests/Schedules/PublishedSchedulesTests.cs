namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class PublishedSchedulesTests
{
    [TestMethod]
    [DataRow("Advantage2_system1", new[] { 11.55, 16.82, 24.90, 53.01 }, 0.920)]
    [DataRow("Advantage2_system2", new[] { 6.95, 10.12, 14.97, 31.88 }, 0.905)]
    [DataRow("Advantage2_system4", new[] { 11.20, 16.25, 24.04, 51.23 }, 0.912)]
    [DataRow("Advantage_system6", new[] { 4.05, 5.90, 8.78, 18.86 }, 0.900)]
    public void FastAnnealsHaveTheTemperaturesThatWereComputedFromTheFullTables(string solver, double[] couplingBetas, double fieldShare)
    {
        double[] times = [5, 7, 10, 20];
        for (int k = 0; k < times.Length; k++)
        {
            var temperature = DiabaticTemperature.Of(PublishedSchedules.Fast(solver, times[k]));
            Assert.AreEqual(couplingBetas[k], temperature.CouplingBeta, 0.005 + (1e-3 * couplingBetas[k]));
            Assert.AreEqual(fieldShare, DiabaticTemperature.Of(PublishedSchedules.Fast(solver, 5)).FieldBeta / couplingBetas[0], 2e-3);
        }
    }

    [TestMethod]
    public void ThinningChangesNoTemperatureByAThousandth()
    {
        Assert.HasCount(5, PublishedSchedules.Names);
        foreach (string name in PublishedSchedules.Names)
        {
            foreach (double time in (double[])[5, 7, 10, 20, 100])
            {
                AssertAlike(Full($"{name}_fast.csv", time), PublishedSchedules.Fast(name, time), $"{name}, fast, {time} ns");
                AssertAlike(Full($"{name}_standard.csv", time), PublishedSchedules.Standard(name, time), $"{name}, standard, {time} ns");
            }
        }

        static void AssertAlike(AnnealingSchedule full, AnnealingSchedule thin, string message)
        {
            (var expected, var got) = (DiabaticTemperature.Of(full), DiabaticTemperature.Of(thin));
            Assert.AreEqual(1, got.CouplingBeta / expected.CouplingBeta, 1e-3, message);
            Assert.AreEqual(1, got.FieldBeta / expected.FieldBeta, 1e-3, message);
            Assert.IsLessThan(full.Points.Length, thin.Points.Length);
        }
    }

    [TestMethod]
    [DataRow("Advantage2_system1", true)]
    [DataRow("Advantage2_system1.6", true)]
    [DataRow("Advantage2_system1;graph_id=01d07086e1", true)]
    [DataRow("Advantage2_system14", false)]
    [DataRow("Advantage2_system14.1", false)]
    [DataRow("Advantage2_prototype2.6", false)]
    [DataRow("", false)]
    public void ANameFitsThatStartsWithAProcessorsAndNoDigitFollows(string solver, bool fits)
    {
        Assert.AreEqual(fits, PublishedSchedules.Contains(solver));
        if (fits)
        {
            CollectionAssert.AreEqual(
                PublishedSchedules.Fast("Advantage2_system1", 5).Points, PublishedSchedules.Fast(solver, 7).Points);
        }
        else
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => PublishedSchedules.Fast(solver, 5));
            StringAssert.Contains(error.Message, "Advantage2_system1");
        }
    }

    [TestMethod]
    public void SpinsThatFreezeAt3_91GigahertzAnd15_4MillikelvinHaveBeta6_1()
    {
        AnnealingSchedule schedule = PublishedSchedules.Standard("Advantage2_system1", 1);
        (double low, double high) = (0, 1);
        while (high - low > 1e-9)
        {
            double middle = (low + high) / 2;
            (low, high) = schedule.At(middle).B / Math.PI < 3.91 ? (middle, high) : (low, middle);
        }

        Assert.AreEqual(6.093, PublishedSchedules.FreezeOutBeta("Advantage2_system1", low, 15.4), 1e-3);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PublishedSchedules.FreezeOutBeta("Advantage2_system1", 1.1, 15));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PublishedSchedules.FreezeOutBeta("Advantage2_system1", 0.5, 0));
    }

    private static AnnealingSchedule Full(string name, double nanoseconds)
    {
        using Stream stream = typeof(PublishedSchedulesTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return ScheduleTable.Read(reader, nanoseconds);
    }
}
