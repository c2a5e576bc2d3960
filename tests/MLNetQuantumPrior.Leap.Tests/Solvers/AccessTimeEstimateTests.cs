using System.Text.Json;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class AccessTimeEstimateTests
{
    private static readonly JsonElement Vectors = Golden.Data.GetProperty("algorithms").GetProperty("timing");

    public static IEnumerable<object[]> Cases => Golden.Cases(Vectors);

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void TheEstimateIsThatOfTheVendor(int number)
    {
        JsonElement given = Vectors[number].GetProperty("args");
        var parameters = new LeapParameters
        {
            Reads = given.GetProperty("num_reads").GetInt32(),
            AnnealingTime = given.TryGetProperty("annealing_time", out JsonElement time) ? time.GetDouble() : null,
        };
        double expected = Vectors[number].GetProperty("expect_qpu_access_time_us").GetDouble();
        Assert.AreEqual(expected, Golden.Zephyr().EstimateAccessTime(given.GetProperty("num_qubits").GetInt32(), parameters)!.Value, 1e-6);
    }

    [TestMethod]
    public void ThereIsNoEstimateWithoutTimingData() =>
        Assert.IsNull(Golden.Solver("DocsExample").EstimateAccessTime(2, new()));
}
