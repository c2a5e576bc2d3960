namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class AnnealingScheduleTests
{
    [TestMethod]
    public void IsLinearBetweenItsPoints()
    {
        var schedule = new AnnealingSchedule([new(0, 8, 1), new(0.25, 4, 1), new(1, 1, 7)], duration: 20);

        foreach ((double time, double a, double b) in new[] { (0, 8, 1), (2.5, 6, 1), (5, 4, 1), (10, 3, 3), (20.0, 1, 7.0) })
        {
            (double gotA, double gotB) = schedule.At(time);
            Assert.AreEqual(a, gotA, 1e-12, $"A at {time}");
            Assert.AreEqual(b, gotB, 1e-12, $"B at {time}");
        }
    }

    [TestMethod]
    public void LinearScheduleTradesTheFieldForTheEnergy()
    {
        AnnealingSchedule schedule = AnnealingSchedule.Linear(3).WithDuration(4);

        Assert.AreEqual(4, schedule.Duration);
        Assert.AreEqual((0.75, 0.25), schedule.At(1));
    }

    public static IEnumerable<object[]> Defects =>
    [
        [ImmutableArray.Create(new SchedulePoint(0, 1, 0)), "Annealing schedule: expected at least 2 points, got 1."],
        [default(ImmutableArray<SchedulePoint>), "Annealing schedule: expected at least 2 points, got 0."],
        [Points(0.1, 1), "Annealing schedule, point 0: expected s = 0, got s = 0.1."],
        [Points(0, 0.5, 0.9), "Annealing schedule, point 2: expected s = 1, got s = 0.9."],
        [Points(0, 0.5, 0.5, 1), "Annealing schedule, point 2: expected s above 0.5, that of the point before, got s = 0.5."],
        [Points(0, double.NaN, 1), "Annealing schedule, point 1: expected s above 0, that of the point before, got s = NaN."],
        [
            ImmutableArray.Create<SchedulePoint>(new(0, 1, 0), new(1, -1, 1)),
            "Annealing schedule, point 1: expected finite A and B, at least 0, got A = -1, B = 1."
        ],
        [
            ImmutableArray.Create<SchedulePoint>(new(0, 1, double.PositiveInfinity), new(1, 0, 1)),
            "Annealing schedule, point 0: expected finite A and B, at least 0, got A = 1, B = Infinity."
        ],
    ];

    [TestMethod]
    [DynamicData(nameof(Defects))]
    public void RefusesPointsThatAreNoSchedule(ImmutableArray<SchedulePoint> points, string message)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new AnnealingSchedule(points, duration: 1));

        Assert.StartsWith(message, error.Message);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(-1.0)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void RefusesDurationsThatAreNone(double duration)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => AnnealingSchedule.Linear(duration));

        Assert.StartsWith($"Annealing schedule 'duration': expected a finite number above 0, got {duration}.", error.Message);
    }

    [TestMethod]
    public void RefusesUnknownUnits() =>
        Assert.ThrowsExactly<ArgumentException>(() => new AnnealingSchedule([new(0, 1, 0), new(1, 0, 1)], 1, (ScheduleUnits)7));

    private static ImmutableArray<SchedulePoint> Points(params double[] s) => [.. s.Select(s => new SchedulePoint(s, 1, 1))];
}
