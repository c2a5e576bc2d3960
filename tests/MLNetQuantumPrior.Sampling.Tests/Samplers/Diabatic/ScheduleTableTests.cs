namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ScheduleTableTests
{
    [TestMethod]
    [DataRow("s,A(s) (GHz),B(s) (GHz),C (normalized)\r\n0,9.5,0.2,0\r\n0.5,1e-1,3,.4\r\n1,0,12.25,1\r\n")]
    [DataRow("\"C\", \"B\", \"A\", \"s\"\n\n0, 0.2, 9.5, 0\n0.4,\"3\",\"0.1\",\"0.5\"\n\n1,12.25,0,1")]
    public void ReadsTheColumnsByName(string text)
    {
        AnnealingSchedule schedule = ScheduleTable.Read(new StringReader(text), duration: 7);

        CollectionAssert.AreEqual(
            new SchedulePoint[] { new(0, 9.5, 0.2), new(0.5, 0.1, 3), new(1, 0, 12.25) }, schedule.Points);
        Assert.AreEqual((7.0, ScheduleUnits.GigahertzNanoseconds), (schedule.Duration, schedule.Units));
    }

    [TestMethod]
    public void ReadsAFileWithAByteOrderMark()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "s,A,B\n0,1,0\n1,0,1\n", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            AnnealingSchedule schedule = ScheduleTable.Read(path, duration: 2, ScheduleUnits.Dimensionless);

            Assert.AreEqual(DiabaticTemperature.Of(AnnealingSchedule.Linear(2)), DiabaticTemperature.Of(schedule));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    [DataRow("", "Annealing schedule: expected at least 2 points, got 0.")]
    [DataRow("s,A,B\n0,1,0\n", "Annealing schedule: expected at least 2 points, got 1.")]
    [DataRow("0,1,0\n1,0,1\n", "Schedule table, line 1: expected a header with one column 's', got 0 in '0,1,0'.")]
    [DataRow("s,A,C\n0,1,0\n1,0,1\n", "Schedule table, line 1: expected a header with one column 'B', got 0 in 's,A,C'.")]
    [DataRow("s,A,B,A\n0,1,0,1\n1,0,1,0\n", "Schedule table, line 1: expected a header with one column 'A', got 2 in 's,A,B,A'.")]
    [DataRow("s,A,B\n0,1,0\n\n1,0\n", "Schedule table, line 4, column 'B': expected a number, got ''.")]
    [DataRow("s,A,B\n0,one,0\n1,0,1\n", "Schedule table, line 2, column 'A': expected a number, got 'one'.")]
    [DataRow("s;A;B\n0;1;0\n1;0;1\n", "Schedule table, line 1: expected a header with one column 's', got 0 in 's;A;B'.")]
    [DataRow("s,A,B\n0,1,0\n0.9,0,1\n", "Annealing schedule, point 1: expected s = 1, got s = 0.9.")]
    [DataRow("s,A,B\n0,1,0\n1,0,-1\n", "Annealing schedule, point 1: expected finite A and B, at least 0, got A = 0, B = -1.")]
    [DataRow("s,A,B\n0,1,0\n1,NaN,1\n", "Annealing schedule, point 1: expected finite A and B, at least 0, got A = NaN, B = 1.")]
    public void SaysWhereATableIsDamaged(string text, string message)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => ScheduleTable.Read(new StringReader(text), duration: 1));

        Assert.AreEqual(message, error.Message);
    }
}
