namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class ProblemCheckTests
{
    private static readonly IsingModel Fieldless = new(SpinGraph.FromLabels([0, 1], [new(0, 1)]), [0.0, 0], [1.0]);
    private static readonly IsingModel WithField = new(SpinGraph.FromLabels([0, 1], [new(0, 1)]), [0.5, 0], [1.0]);

    public static IEnumerable<object[]> Wrong =>
    [
        ["Reads", new LeapParameters { Reads = 10_001 }],
        ["Reads", new LeapParameters { Reads = 10_000, AnnealingTime = 100 }],
        ["AnnealingTime", new LeapParameters { AnnealingTime = 0.1 }],
        ["AnnealingTime", new LeapParameters { AnnealingTime = 0.001, FastAnneal = true }],
        ["FastAnneal", new LeapParameters { AnnealingTime = 0.005, FastAnneal = true }],
        ["ProgrammingThermalization", new LeapParameters { ProgrammingThermalization = 10_001 }],
        ["ReadoutThermalization", new LeapParameters { ReadoutThermalization = 10_001 }],
        ["AnnealSchedule", new LeapParameters { AnnealSchedule = [new(0, 0)] }],
        ["AnnealSchedule", new LeapParameters { AnnealSchedule = [new(0, 0), new(0, 1)] }],
        ["AnnealSchedule", new LeapParameters { AnnealSchedule = [new(0, 0), new(20, 1.5)] }],
        ["AnnealSchedule", new LeapParameters { AnnealSchedule = [new(0, 0), new(20, 1)], AnnealingTime = 20 }],
        ["FluxBiases", new LeapParameters { FluxBiases = ImmutableDictionary<int, double>.Empty.Add(24, 0) }],
        ["FluxBiases", new LeapParameters { FluxBiases = ImmutableDictionary<int, double>.Empty.Add(0, double.NaN) }],
        ["InitialState", new LeapParameters { InitialState = [1] }],
        ["InitialState", new LeapParameters { InitialState = [1, 0] }],
    ];

    [TestMethod]
    [DynamicData(nameof(Wrong))]
    public void AParameterOutOfRangeIsNamed(string name, LeapParameters parameters)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ProblemCheck.Check(Golden.Zephyr(), new(WithField, parameters)));
        StringAssert.Contains(error.Message, name);
    }

    [TestMethod]
    public void AParameterThatTheSolverDoesNotTakeIsNamed()
    {
        LeapSolver solver = Golden.Zephyr() with { Parameters = ["num_reads"] };
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => ProblemCheck.Check(solver, new(Fieldless, new() { FastAnneal = true, AnnealingTime = 0.005 })));
        StringAssert.Contains(error.Message, "annealing_time");
    }

    [TestMethod]
    public void ALabelThatFitsNoAddressIsNamed() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(
            () => ProblemCheck.Check(Golden.Zephyr(), new(Fieldless, new()) { Label = new('a', 501) })).Message,
        "Label");

    [TestMethod]
    public void WhatIsInRangeIsTaken() => ProblemCheck.Check(
        Golden.Zephyr(),
        new(Fieldless, new()
        {
            Reads = 1000, FastAnneal = true, AnnealingTime = 0.005, FluxBiases = ImmutableDictionary<int, double>.Empty,
        }));
}
